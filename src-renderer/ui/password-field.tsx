import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Eye, EyeOff } from 'lucide-react';
import { limits } from '../../src-shared/protocol/limits.ts';
import { IconButton } from './icon-button.tsx';
import { TextField } from './text-field.tsx';
import type { TextFieldProps } from './text-field.tsx';

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
