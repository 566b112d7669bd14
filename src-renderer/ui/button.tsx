import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Spinner } from './spinner.tsx';
import styles from './button.module.css';

export type ButtonLook = 'primary' | 'secondary' | 'quiet' | 'danger' | 'danger-quiet';

export type ButtonProps = Omit<ComponentProps<'button'>, 'type'> & {
  look?: ButtonLook;
  size?: 'small' | 'medium' | 'large';
  /** Stands before the text. */
  icon?: ReactNode;
  /** Shows that what was asked for goes on; the button takes no second click. */
  busy?: boolean;
  /** As wide as its container. */
  wide?: boolean;
  submit?: boolean;
};

export function Button({
  look = 'secondary',
  size = 'medium',
  icon,
  busy = false,
  wide = false,
  submit = false,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={submit ? 'submit' : 'button'}
      // Not `disabled`: the focus would be lost while one waits.
      aria-disabled={busy || rest['aria-disabled'] || undefined}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
      className={classNames(
        styles.button,
        styles[look],
        styles[size],
        wide && styles.wide,
        busy && styles.busy,
        className,
      )}
    >
      {busy ? <Spinner /> : icon}
      <span className={styles.text}>{children}</span>
    </button>
  );
}
