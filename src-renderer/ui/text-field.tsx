import { useId, useState, type ComponentProps, type ReactNode } from 'react';
import { TriangleAlert, Eye, EyeOff, Search, X } from 'lucide-react';
import { classNames } from './class-names.ts';
import styles from './text-field.module.css';
import { useTranslation } from 'react-i18next';
import { limits } from '../../src-shared/protocol/limits.ts';
import { IconButton } from './icon-button.tsx';

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

/** Puts the cursor into a field with its text chosen, so that typing replaces it. */
export function focusField(field: HTMLInputElement | null): void {
  field?.focus();
  field?.select();
}

type FilterFieldProps = Omit<TextFieldProps, 'hiddenLabel' | 'after'> & {
  /** The name of a button that empties it; without one there is none. */
  clearLabel?: string;
  /** Esc empties it, as long as there is something in it. */
  emptiesOnEsc?: boolean;
};

/** A field to find something by a part of its name; its label is its placeholder too. */
export function FilterField(props: FilterFieldProps) {
  const { clearLabel, emptiesOnEsc = false, onKeyDown, ...field } = props;
  const { value, onValue, label } = field;
  const takesEsc = emptiesOnEsc && value !== '';
  const clear = () => onValue('');
  return (
    <TextField
      hiddenLabel
      placeholder={label}
      maxLength={100}
      before={<Search size={16} aria-hidden="true" />}
      after={
        clearLabel !== undefined && value !== '' ? (
          <IconButton
            size="small"
            label={clearLabel}
            icon={<X />}
            tooltip={false}
            onClick={clear}
          />
        ) : null
      }
      data-own-escape={takesEsc ? '' : undefined}
      {...field}
      onKeyDown={(event) => {
        // It chooses or takes back letters that are being composed.
        if (event.nativeEvent.isComposing) return;
        if (takesEsc && event.key === 'Escape') {
          event.stopPropagation();
          clear();
        }
        onKeyDown?.(event);
      }}
    />
  );
}

type PasswordFieldProps = Omit<TextFieldProps, 'type' | 'after'>;

/** A text field that hides what is typed until one asks to see it. */
export function PasswordField(props: PasswordFieldProps) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  return (
    <TextField
      autoComplete="off"
      spellCheck={false}
      {...props}
      type={shown ? 'text' : 'password'}
      after={
        <IconButton
          size="small"
          label={shown ? t('ui.hidePassword') : t('ui.showPassword')}
          icon={shown ? <EyeOff /> : <Eye />}
          onClick={() => setShown(!shown)}
        />
      }
    />
  );
}

/** The same for one that is chosen, which is warned of where it is short. */
export function NewPasswordField(props: PasswordFieldProps) {
  const { t } = useTranslation();
  const { length } = [...props.value];
  const count = limits.shortPasswordCharacters;
  const isShort = length > 0 && length < count;
  const warning = isShort ? t('welcome.passwordShort', { count }) : undefined;
  return <PasswordField {...props} maxLength={512} warning={warning} />;
}
