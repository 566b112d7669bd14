import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { DialogBody } from './dialog.tsx';
import styles from './dialog.module.css';

type DialogFormProps = {
  /** The same as of its actions. */
  id: string;
  onSubmit: () => void;
  children: ReactNode;
  /** What stands below it and is no part of it. */
  below?: ReactNode;
};

/** The fields of a dialog, which Enter in one of them sends. */
export function DialogForm({ id, onSubmit, children, below }: DialogFormProps) {
  return (
    <DialogBody>
      <form
        id={id}
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        {children}
      </form>
      {below}
    </DialogBody>
  );
}

type FormActionsProps = {
  form: string;
  /** The words on the button that does it. */
  action: string;
  busy: boolean;
  /** The id of what says why it cannot be done yet. */
  missing?: string | undefined;
  onClose: () => void;
  /** Something else that can be done, apart from the others. */
  children?: ReactNode;
};

/** The buttons of a dialog with a form: away from it, and the one that does it. */
export function FormActions(props: FormActionsProps) {
  const { form, action, busy, missing, onClose, children } = props;
  const { t } = useTranslation();
  return (
    <>
      {children ? <span className={styles.aside}>{children}</span> : null}
      <Button onClick={onClose}>{t('ui.cancel')}</Button>
      <Button
        look="primary"
        submit
        form={form}
        busy={busy}
        aria-disabled={missing !== undefined}
        aria-describedby={missing}
      >
        {action}
      </Button>
    </>
  );
}
