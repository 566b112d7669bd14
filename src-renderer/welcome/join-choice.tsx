import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { DoorOpen } from 'lucide-react';
import { useStore } from 'zustand';
import type { RoomView } from '../../src-shared/bridge/rooms.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { focusField } from '../ui/focus-field.ts';
import { refusalText } from '../ui/refusal-text.ts';
import { Switch } from '../ui/switch.tsx';
import { TextField } from '../ui/text-field.tsx';
import { Choice } from './choice.tsx';
import { RoomPicks } from './room-picks.tsx';
import type { WelcomeField, WelcomeStore } from './welcome-store.ts';

export type JoinChoiceProps = {
  store: WelcomeStore;
  /** Rooms that were joined before, the latest first. */
  rooms: readonly RoomView[];
  onRoom: (room: RoomView | undefined) => void;
};

export function JoinChoice({ store, rooms, onRoom }: JoinChoiceProps) {
  const { t } = useTranslation();
  const { address, isPasswordShown, problem, busy } = useStore(store);
  const addressField = useRef<HTMLInputElement>(null);
  const own = problem?.of === 'join' ? problem : undefined;
  const errorOf = (field: WelcomeField) =>
    own?.field === field ? refusalText(t, own.refusal) : undefined;

  useEffect(() => {
    if (own?.field === 'address') focusField(addressField.current);
  }, [own]);

  return (
    <Choice
      icon={<DoorOpen />}
      title={t('welcome.joinTitle')}
      text={t('welcome.joinText')}
      onSubmit={() => void store.join().then(onRoom)}
      action={
        <Button
          look={address.trim() ? 'primary' : 'secondary'}
          size="large"
          wide
          submit
          busy={busy === 'joining'}
        >
          {busy === 'joining' ? t('welcome.joining') : t('welcome.joinAction')}
        </Button>
      }
    >
      {rooms.length > 0 ? (
        <RoomPicks label={t('welcome.joinedRooms')} rooms={rooms} onPick={onRoom} />
      ) : null}
      <TextField
        ref={addressField}
        label={t('welcome.address')}
        placeholder={t('welcome.addressExample')}
        hint={t('welcome.addressHint')}
        value={address}
        maxLength={512}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        readOnly={busy !== 'none'}
        error={errorOf('address')}
        onValue={(value) => store.change({ address: value })}
      />
      <Switch
        label={t('welcome.havePassword')}
        checked={isPasswordShown}
        onChange={(checked) => store.change({ isPasswordShown: checked })}
      />
      {isPasswordShown ? <Password store={store} error={errorOf('password')} /> : null}
      {own && !own.field ? <Callout kind="error">{refusalText(t, own.refusal)}</Callout> : null}
    </Choice>
  );
}

function Password({ store, error }: { store: WelcomeStore; error: string | undefined }) {
  const { t } = useTranslation();
  const { password, problem, busy } = useStore(store);
  const passwordField = useRef<HTMLInputElement>(null);
  const length = [...password].length;
  const isShort = length > 0 && length < limits.shortPasswordCharacters;

  useEffect(() => {
    if (problem?.field === 'password') focusField(passwordField.current);
  }, [problem]);

  return (
    <PasswordField
      ref={passwordField}
      label={t('welcome.password')}
      hint={t('welcome.passwordHint')}
      warning={
        isShort ? t('welcome.passwordShort', { count: limits.shortPasswordCharacters }) : undefined
      }
      maxLength={512}
      readOnly={busy !== 'none'}
      value={password}
      error={error}
      onValue={(value) => store.change({ password: value })}
    />
  );
}
