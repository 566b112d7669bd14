import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { formatList } from '../messages/format-selection.ts';
import { messageKeys } from '../messages/message-acts.ts';
import { Dialog, DialogBody } from '../ui/dialog.tsx';
import { KeySequence } from '../ui/tooltip.tsx';
import { useAppStores } from '../window/app-context.tsx';
import { shortcutList, switcherList } from '../window/shortcuts.ts';
import styles from './shortcuts-dialog.module.css';

/** Keys of the composer, which no registry needs. */
const inComposer = [
  { id: 'send', keys: ['Enter'] },
  { id: 'newLine', keys: ['Shift', 'Enter'] },
  { id: 'commands', keys: ['/'] },
  ...formatList.filter((format) => format.keys !== undefined),
  { id: 'edit-last', keys: ['↑'] },
  { id: 'between-messages', keys: ['↑', '↓'] },
] as const;

const parts = {
  everywhere: shortcutList,
  switcher: switcherList,
  writing: inComposer,
  message: messageKeys,
} as const;

/** Every key there is, by where it does something. */
export function ShortcutsDialog() {
  const { t } = useTranslation();
  const { frame } = useAppStores();
  return (
    <Dialog onClose={frame.closeOverlay} title={t('shortcuts.title')} width={520}>
      <DialogBody>
        <Part name="everywhere" />
        <Part name="switcher" hint={t('shortcuts.switcherHint')} />
        <Part name="writing" />
        <Part name="message" />
      </DialogBody>
    </Dialog>
  );
}

function Part({ name, hint }: { name: keyof typeof parts; hint?: string }) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <section className={styles.part} aria-labelledby={id}>
      <h3 id={id} className={styles.heading}>
        {t(`shortcuts.part_${name}`)}
      </h3>
      {hint === undefined ? null : <p className={styles.hint}>{hint}</p>}
      <dl>
        {parts[name].map((shortcut) => (
          <div key={shortcut.id} className={styles.row}>
            <dt>{t(`shortcuts.${shortcut.id}`)}</dt>
            <dd>
              <KeySequence keys={shortcut.keys} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
