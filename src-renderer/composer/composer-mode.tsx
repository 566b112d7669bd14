import { Pencil, Reply, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { plainLine } from '../../src-shared/text/format/format-text.ts';
import { writerOf } from '../room/room-selectors.ts';
import { useRoom } from '../room/room-context.tsx';
import type { ComposerMode } from '../room/composer-modes.ts';
import { IconButton } from '../ui/icon-button.tsx';
import styles from './composer-mode.module.css';

/** Says above the field what it is for just now, and leads back. */
export function ComposerModeLine({ mode, onEnd }: { mode: ComposerMode; onEnd: () => void }) {
  const { t } = useTranslation();
  const quote = mode.is === 'reply' ? mode.quote : undefined;
  const name = useRoom((state) => (quote ? writerOf(state, quote, t) : ''));
  const text = mode.is === 'reply' ? mode.quote.text : mode.before;
  return (
    <div className={styles.mode} data-own-escape="">
      {mode.is === 'edit' ? <Pencil aria-hidden="true" /> : <Reply aria-hidden="true" />}
      <span className={styles.title} role="status">
        {mode.is === 'reply'
          ? t('composer.replying', { name })
          : t(mode.isDue ? 'composer.editDue' : 'composer.editing')}
      </span>
      <span className={styles.text} dir="auto">
        {plainLine(text, 200)}
      </span>
      <IconButton
        size="small"
        label={mode.is === 'edit' ? t('composer.endEdit') : t('composer.endReply')}
        keys={['Esc']}
        icon={<X />}
        onClick={onEnd}
      />
    </div>
  );
}
