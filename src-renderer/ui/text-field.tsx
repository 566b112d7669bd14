import { useId } from 'react';
import type { ComponentProps, ReactNode } from 'react';
import { TriangleAlert } from 'lucide-react';
import { classNames } from './class-names.ts';
import styles from './text-field.module.css';

export type TextFieldProps = Omit<ComponentProps<'input'>, 'onChange' | 'value' | 'size'> & {
  label: string;
  value: string;
  onValue: (value: string) => void;
  /** What is wrong and what to do, announced at once. */
  error?: string | undefined;
  hint?: string | undefined;
  /** A matter that does not stop one, such as a short password. */
  warning?: string | undefined;
  size?: 'medium' | 'large';
  hiddenLabel?: boolean;
  /** Stands inside the field before, and after, the text. */
  before?: ReactNode;
  after?: ReactNode;
};

export function TextField({
  label,
  value,
  onValue,
  error,
  hint,
  warning,
  size = 'medium',
  hiddenLabel = false,
  before,
  after,
  className,
  ...rest
}: TextFieldProps) {
  const id = useId();
  const note = error ?? warning ?? hint;
  return (
    <div className={classNames(styles.field, className)}>
      <label htmlFor={id} className={hiddenLabel ? styles.hiddenLabel : styles.label}>
        {label}
      </label>
      <div className={classNames(styles.box, styles[size], error && styles.wrong)}>
        {before}
        <input
          {...rest}
          id={id}
          className={styles.input}
          value={value}
          onChange={(event) => onValue(event.target.value)}
          aria-invalid={error ? true : undefined}
          aria-describedby={note ? `${id}-note` : undefined}
        />
        {after}
      </div>
      <p
        id={`${id}-note`}
        role={error ? 'alert' : undefined}
        className={classNames(
          styles.note,
          !error && warning && styles.warning,
          error && styles.error,
        )}
        hidden={!note}
      >
        {error || warning ? <TriangleAlert size={14} aria-hidden="true" /> : null}
        <span>{note}</span>
      </p>
    </div>
  );
}
