import { useTranslation } from 'react-i18next';
import { DoorOpen } from 'lucide-react';
import { useStore } from 'zustand';
import type { RoomView } from '../../src-shared/bridge/rooms.ts';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { NewPasswordField, TextField } from '../ui/text-field.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { Switch } from '../ui/switch.tsx';
import { Choice, useWelcomeField, RoomPicks } from './choice.tsx';
import type { WelcomeStore } from './welcome-store.ts';

export type JoinChoiceProps = {
  store: WelcomeStore;
  /** Rooms that were joined before, the latest first. */
  rooms: readonly RoomView[];
  onRoom: (room: RoomView | undefined) => void;
};

export function JoinChoice({ store, rooms, onRoom }: JoinChoiceProps) {
  const { t } = useTranslation();
  const { address, isPasswordShown, problem, busy } = useStore(store);
  const field = useWelcomeField(store, 'address', 'join');
  const own = problem?.of === 'join' ? problem : undefined;
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
        {...field}
        label={t('welcome.address')}
        placeholder={t('welcome.addressExample')}
        hint={t('welcome.addressHint')}
        maxLength={512}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
      />
      <Switch
        label={t('welcome.havePassword')}
        checked={isPasswordShown}
        onChange={(checked) => store.change({ isPasswordShown: checked })}
      />
      {isPasswordShown ? <Password store={store} /> : null}
      {own && !own.field ? <Callout kind="error">{refusalText(t, own.refusal)}</Callout> : null}
    </Choice>
  );
}

function Password({ store }: { store: WelcomeStore }) {
  const { t } = useTranslation();
  const field = useWelcomeField(store, 'password');
  return (
    <NewPasswordField {...field} label={t('welcome.password')} hint={t('welcome.passwordHint')} />
  );
}
