import { useTranslation } from 'react-i18next';
import { useAppStores } from '../window/app-context.tsx';
import { shortcutList } from '../window/shortcuts.ts';
import { Dialog, DialogBody } from '../ui/dialog.tsx';
import { KeySequence } from '../ui/tooltip.tsx';
import styles from './shortcuts-dialog.module.css';

/** Keys of the composer, which no registry needs. */
const inComposer = [
  { id: 'send', keys: ['Enter'] },
  { id: 'newLine', keys: ['Shift', 'Enter'] },
  { id: 'commands', keys: ['/'] },
] as const;

export function ShortcutsDialog() {
  const { t } = useTranslation();
  const { frame } = useAppStores();
  return (
    <Dialog onClose={frame.closeOverlay} title={t('shortcuts.title')} width={520}>
      <DialogBody>
        <dl className={styles.list}>
          {[...inComposer, ...shortcutList].map(({ id, keys }) => (
            <div key={id} className={styles.row}>
              <dt>{t(`shortcuts.${id}`)}</dt>
              <dd>
                <KeySequence keys={keys} />
              </dd>
            </div>
          ))}
        </dl>
      </DialogBody>
    </Dialog>
  );
}
