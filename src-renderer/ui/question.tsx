import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

export type QuestionProps = {
  title: string;
  /** What follows from it. */
  text: string;
  /** The words on the button that does it. */
  action: string;
  /** It is being done. */
  busy?: boolean;
  onConfirm: () => void;
  onClose: () => void;
};

/** Asks before something that cannot be taken back, or that others feel; Enter at once does nothing. */
export function Question({ title, text, action, busy = false, onConfirm, onClose }: QuestionProps) {
  const { t } = useTranslation();
  const cancel = useRef<HTMLButtonElement>(null);
  return (
    <Dialog
      width={440}
      onClose={onClose}
      initialFocus={cancel}
      title={title}
      description={text}
      actions={
        <>
          <Button ref={cancel} onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button look="danger" busy={busy} onClick={onConfirm}>
            {action}
          </Button>
        </>
      }
    />
  );
}
