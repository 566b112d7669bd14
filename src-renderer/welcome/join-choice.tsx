import { useEffect, useRef } from 'react';
import { maxInviteCharacters } from '../../src-shared/invite/invite-text.ts';
import { useTranslation } from 'react-i18next';
import { DoorOpen } from 'lucide-react';
import { useStore } from 'zustand';
import type { RoomView } from '../../src-shared/bridge/rooms.ts';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { Dialog, DialogBody } from '../ui/dialog.tsx';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { KeyFigure, RoomKey, TwoKeys, useKeyLook } from '../window/room-key.tsx';
import { NewPasswordField, PasswordField, TextField } from '../ui/text-field.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { Spinner } from '../ui/spinner.tsx';
import { useAppStores } from '../window/app-context.tsx';
import { openMessageLink } from '../window/open-message-link.ts';
import { Switch } from '../ui/switch.tsx';
import { NearbyList } from './nearby-list.tsx';
import { Choice, useWelcomeField, RoomPicks } from './choice.tsx';
import { InviteCard } from './invite-card.tsx';
import { QrPicture } from './qr-picture.tsx';
import { isCodeTyped } from './welcome-store.ts';
import type { WelcomeStore } from './welcome-store.ts';

export type JoinChoiceProps = {
  store: WelcomeStore;
  /** Rooms that were joined before, the latest first. */
  rooms: readonly RoomView[];
  onRoom: (room: RoomView | undefined) => void;
};

export function JoinChoice({ store, rooms, onRoom }: JoinChoiceProps) {
  const { t } = useTranslation();
  const { address, invite, isPasswordShown, isRoomPasswordAsked, problem, busy } = useStore(store);
  const own = problem?.of === 'join' ? problem : undefined;
  const parts = useAppStores();
  const join = useRef<HTMLButtonElement>(null);
  // All is said by an invite; what is left to do is one button.
  useEffect(() => {
    if (invite) join.current?.focus();
  }, [invite]);
  const action = invite
    ? t('welcome.joinInvited', { room: invite.roomName })
    : t('welcome.joinAction');
  return (
    <Choice
      icon={<DoorOpen />}
      title={t('welcome.joinTitle')}
      text={t('welcome.joinText')}
      onSubmit={() => {
        if (!openMessageLink(address, parts)) void store.join().then(onRoom);
      }}
      action={
        <Button
          ref={join}
          look={address.trim() ? 'primary' : 'secondary'}
          size="large"
          wide
          submit
          busy={busy === 'joining'}
        >
          {busy === 'joining' ? t('welcome.joining') : action}
        </Button>
      }
    >
      {invite ? (
        <InviteCard invite={invite} onOther={() => store.change({ address: '' })} />
      ) : (
        <>
          {rooms.length > 0 ? (
            <RoomPicks label={t('welcome.joinedRooms')} rooms={rooms} onPick={onRoom} />
          ) : null}
          <NearbyList
            onPick={(nearby) => {
              store.change({ address: nearby });
              void store.join().then(onRoom);
            }}
          />
          <AddressField store={store} />
        </>
      )}
      {isRoomPasswordAsked ? <RoomPassword store={store} /> : null}
      <Switch
        label={t('welcome.havePassword')}
        checked={isPasswordShown}
        onChange={(checked) => store.change({ isPasswordShown: checked })}
      />
      {isPasswordShown ? <Password store={store} /> : null}
      <Waiting store={store} />
      {own && (!own.field || (invite && own.field === 'address')) ? (
        <Callout kind="error">
          {refusalText(t, own.refusal)}
          {own.refusal.pins ? <TwoKeys pins={own.refusal.pins} /> : null}
        </Callout>
      ) : null}
      <Compare store={store} onRoom={onRoom} />
    </Choice>
  );
}

/** Takes an address, a link or a code, by whatever way it gets there. */
function AddressField({ store }: Pick<JoinChoiceProps, 'store'>) {
  const { t } = useTranslation();
  const field = useWelcomeField(store, 'address', 'join');
  return (
    <QrPicture onText={(read) => store.change({ address: read })}>
      <TextField
        {...field}
        label={t('welcome.address')}
        placeholder={t('welcome.addressExample')}
        hint={t('welcome.addressHint')}
        // One more than any invite has: what was too long is not taken for whole.
        maxLength={maxInviteCharacters + 1}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
      />
    </QrPicture>
  );
}

/** A room that is new here is shown before it is joined: what its host sees must be the same (W14). */
function Compare({ store, onRoom }: Pick<JoinChoiceProps, 'store' | 'onRoom'>) {
  const { compare } = useStore(store);
  return compare ? <CompareKey store={store} onRoom={onRoom} {...compare} /> : null;
}

type CompareKeyProps = Pick<JoinChoiceProps, 'store' | 'onRoom'> & {
  room: string;
  pins: NonNullable<Refusal['pins']>;
};

/** Nobody joins before there is something to compare, nor by an Enter that was meant for the form. */
function CompareKey({ store, onRoom, room, pins }: CompareKeyProps) {
  const { t } = useTranslation();
  const look = useKeyLook(pins.shown);
  return (
    <Dialog
      width={440}
      title={t('roomKey.compareTitle', { room })}
      onClose={() => store.stopComparing()}
      actions={
        <>
          <Button onClick={() => store.stopComparing()}>{t('ui.cancel')}</Button>
          <Button
            look="primary"
            busy={!look}
            onClick={() => void store.joinCompared().then(onRoom)}
          >
            {t('roomKey.join')}
          </Button>
        </>
      }
    >
      <DialogBody>
        <KeyFigure look={look} />
        <p>{t('roomKey.compareText')}</p>
        {pins.known ? (
          <Callout kind="warning" title={t('roomKey.otherTitle')}>
            <p>{t('roomKey.otherText')}</p>
            <RoomKey pin={pins.known} label={t('roomKey.known')} />
          </Callout>
        ) : null}
      </DialogBody>
    </Dialog>
  );
}

/** A room that asks first has asked: what one waits for, and the way out of it. */
function Waiting({ store }: Pick<JoinChoiceProps, 'store'>) {
  const { t } = useTranslation();
  const { bridge } = useAppStores();
  const { waitingFor: room, name } = useStore(store);
  useEffect(
    () => bridge.on('knock/asked', ({ roomName }) => store.asked(roomName)),
    [bridge, store],
  );
  if (room === undefined) return null;
  const stop = () => void bridge.request('knock/stop', {});
  return (
    <Dialog
      width={440}
      title={t('access.waitTitle', { room })}
      description={t('access.waitText', { name })}
      onClose={stop}
      actions={<Button onClick={stop}>{t('access.stopWaiting')}</Button>}
    >
      <DialogBody>
        <Spinner />
      </DialogBody>
    </Dialog>
  );
}

/** Whoever is new in the room, and not invited, has to know it. */
function RoomPassword({ store }: { store: WelcomeStore }) {
  const { t } = useTranslation();
  const field = useWelcomeField(store, 'roomPassword', 'join');
  return (
    <PasswordField
      {...field}
      label={t('welcome.roomPassword')}
      hint={t('welcome.roomPasswordHint')}
      maxLength={512}
    />
  );
}

function Password({ store }: { store: WelcomeStore }) {
  const { t } = useTranslation();
  const field = useWelcomeField(store, 'password');
  const newField = useWelcomeField(store, 'newPassword');
  if (!isCodeTyped(useStore(store)))
    return (
      <NewPasswordField {...field} label={t('welcome.password')} hint={t('welcome.passwordHint')} />
    );
  return (
    <>
      <PasswordField {...field} label={t('welcome.password')} />
      <NewPasswordField
        {...newField}
        label={t('access.newPassword')}
        hint={t('access.newPasswordHint')}
      />
    </>
  );
}
