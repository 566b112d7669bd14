import { useTranslation } from 'react-i18next';
import { typedCommands } from '../../src-shared/typed/typed-commands.ts';
import { ScrollArea } from '../ui/scroll-area.tsx';
import { argumentWords, helpText } from '../messages/command-words.ts';
import styles from './typed-card.module.css';

/** All commands, as `/help` lists them. */
export function CommandTable() {
  const { t } = useTranslation();
  return (
    <ScrollArea className={styles.body} label={t('typed.result')}>
      <dl className={styles.table}>
        {typedCommands.map((command) => (
          <div key={command.key} className={styles.row}>
            <dt>
              <code className={styles.word}>{command.word}</code>{' '}
              <span className={styles.arguments}>{argumentWords(t, command)}</span>
            </dt>
            <dd>{helpText(t, command)}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.note}>{t('typed.commandsText')}</p>
    </ScrollArea>
  );
}
