import { createContext, useContext, useId, useRef, type ReactNode, type RefObject } from 'react';
import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { useTranslation } from 'react-i18next';
import { X } from 'lucide-react';
import { classNames } from './class-names.ts';
import { useFocusWay } from './focus-way.ts';
import { IconButton } from './icon-button.tsx';
import styles from './dialog.module.css';
import { Button } from './button.tsx';

export type DialogProps = {
  onClose: () => void;
  title: string;
  /** A palette shows no title bar, its title is only read aloud; a full one covers the window. */
  look?: 'plain' | 'palette' | 'full';
  description?: string | undefined;
  children?: ReactNode;
  /** Buttons at the lower end. */
  actions?: ReactNode;
  width?: number;
  initialFocus?: RefObject<HTMLElement | null>;
};

/** A dialog that is open comes to the top, with the focus, each time this changes; what its owner holds stays. */
export const DialogTurn = createContext(0);

/** Modal; Esc and a click beside it close it, the focus goes back to where it was. */
export function Dialog(props: DialogProps) {
  return <DialogInTurn key={useContext(DialogTurn)} {...props} />;
}

function DialogInTurn({
  onClose,
  title,
  look = 'plain',
  description,
  children,
  actions,
  width = 480,
  initialFocus,
}: DialogProps) {
  const { t } = useTranslation();
  const popup = useFocusWay({ first: initialFocus ?? 'itself', goesBack: true });
  return (
    <BaseDialog.Root
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
    >
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className={styles.backdrop} />
        <BaseDialog.Viewport className={classNames(styles.viewport, styles[look])}>
          <BaseDialog.Popup
            className={styles.popup}
            style={look === 'full' ? undefined : { maxWidth: width }}
            ref={popup}
            // On the dialog itself its name is read aloud, and no button looks chosen.
            // Base UI's way is a frame late at the beginning, and at the end would take it from what opened meanwhile.
            initialFocus={false}
            finalFocus={false}
          >
            {look === 'palette' ? (
              <BaseDialog.Title className={styles.hiddenTitle}>{title}</BaseDialog.Title>
            ) : (
              <header className={styles.header}>
                <BaseDialog.Title className={styles.title}>{title}</BaseDialog.Title>
                <BaseDialog.Close
                  render={
                    <IconButton size="small" label={t('ui.close')} icon={<X />} tooltip={false} />
                  }
                />
              </header>
            )}
            {description ? (
              <BaseDialog.Description className={styles.description}>
                {description}
              </BaseDialog.Description>
            ) : null}
            {children}
            {actions ? <footer className={styles.actions}>{actions}</footer> : null}
          </BaseDialog.Popup>
        </BaseDialog.Viewport>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}

/** The part of a dialog that scrolls and has its padding. */
export function DialogBody({ children }: { children: ReactNode }) {
  return <div className={styles.body}>{children}</div>;
}

type FormDialogProps = Pick<DialogProps, 'title' | 'description' | 'initialFocus' | 'onClose'> & {
  /** The words on the button that does it. */
  action: string;
  /** Others feel it, and not well. */
  isHard?: boolean;
  busy: boolean;
  /** The id of what says why it cannot be done yet. */
  missing?: string | undefined;
  /** Something else that can be done, apart from the others. */
  aside?: ReactNode;
  onSubmit: () => void;
  /** The fields, which Enter in one of them sends. */
  children: ReactNode;
  /** What stands below the form and is no part of it. */
  below?: ReactNode;
};

/** A dialog with fields, a way away from it, and a button that does it. */
export function FormDialog(props: FormDialogProps) {
  const {
    action,
    isHard = false,
    busy,
    missing,
    aside,
    onSubmit,
    children,
    below,
    ...dialog
  } = props;
  const { t } = useTranslation();
  const id = useId();
  const actions = (
    <>
      {aside ? <span className={styles.aside}>{aside}</span> : null}
      <Button onClick={dialog.onClose}>{t('ui.cancel')}</Button>
      <Button
        look={isHard ? 'danger' : 'primary'}
        submit
        form={id}
        busy={busy}
        aria-disabled={missing !== undefined}
        aria-describedby={missing}
      >
        {action}
      </Button>
    </>
  );
  return (
    <Dialog {...dialog} actions={actions}>
      <DialogBody>
        <form
          id={id}
          className={styles.form}
          // A key that is still held was pressed for what opened this.
          onKeyDown={(event) => {
            if (event.key === 'Enter' && event.repeat) event.preventDefault();
          }}
          onSubmit={(event) => {
            event.preventDefault();
            onSubmit();
          }}
        >
          {children}
        </form>
        {below}
      </DialogBody>
    </Dialog>
  );
}

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
