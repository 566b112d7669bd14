import { useState, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppStores, useFrame } from '../window/app-context.tsx';
import type { RoomInside } from '../../src-shared/bridge/rooms.ts';
import { Question, FormDialog } from '../ui/dialog.tsx';
import { disconnectRoom } from '../window/disconnect-room.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { useAnswer } from '../ui/use-answer.ts';
import { NewPasswordField, PasswordField } from '../ui/text-field.tsx';
import { DevicesDialog } from './devices-dialog.tsx';
import { refusalText } from '../ui/refusal-text.ts';

/** Asks before something that cannot be taken back, or that others feel. */
export function RoomQuestion() {
  const question = useFrame((state) => state.question);
  const { frame } = useAppStores();
  if (!question) return null;
  const { to, room } = question;
  // What is asked since stays: the answer to this one may come late.
  const onClose = () => {
    if (frame.getState().question === question) frame.ask(undefined);
  };
  if (to === 'devices') return <DevicesDialog key={room.room} room={room} onClose={onClose} />;
  if (to !== 'password') return <Asked key={room.room} {...{ to, room, onClose }} />;
  return <PasswordDialog key={room.room} room={room} onClose={onClose} />;
}

/** What is asked, what follows from it, and the words on the button; a room of one's own is only removed. */
const words = {
  close: ['rooms.closeTitle', 'rooms.closeText', 'rooms.close'],
  leave: ['rooms.leaveTitle', 'rooms.leaveText', 'rooms.leave'],
  remove: ['rooms.removeTitle', 'rooms.removeText', 'rooms.remove'],
} as const;

type AskedProps = { to: 'close' | 'leave'; room: RoomInside; onClose: () => void };

function Asked({ to, room, onClose }: AskedProps) {
  const { t } = useTranslation();
  const { app, frame } = useAppStores();
  const [isBusy, setIsBusy] = useState(false);
  const isLeave = to === 'leave';
  const leave = async () => {
    const answer = await app.leave(room.room);
    if (!answer.ok) frame.refuse(answer.refusal);
  };
  const confirm = async () => {
    setIsBusy(true);
    await (isLeave ? leave() : disconnectRoom({ app, frame }, room));
    onClose();
  };
  const names = { room: room.name, name: room.ownName };
  const [title, text, action] = words[isLeave && room.hosted ? 'remove' : to];
  return (
    <Question
      title={t(title, names)}
      text={t(text, names)}
      action={t(action)}
      busy={isBusy}
      onClose={onClose}
      onConfirm={() => void confirm()}
    />
  );
}

type What = 'set' | 'remove';

/** Sets, changes or removes the password of one's own name in a room (R3.12). */
function PasswordDialog({ room, onClose }: { room: RoomInside; onClose: () => void }) {
  const { t } = useTranslation();
  const firstField = useRef<HTMLInputElement>(null);
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const { frame, bridge } = useAppStores();
  const { busy, refusal, clear, run } = useAnswer();
  const [asked, setAsked] = useState<What>('set');
  const { hasPassword, ownName: name } = room;
  const change = async (what: What) => {
    if (!busy) setAsked(what);
    const isDone = await run(() =>
      bridge.request('room/set-password', {
        room: room.room,
        ...(hasPassword ? { current } : {}),
        ...(what === 'set' ? { password } : {}),
      }),
    );
    if (!isDone) return;
    const set = hasPassword ? 'changed' : 'set';
    frame.tell(t(`typed.done_password-${what === 'remove' ? 'removed' : set}`, { name }));
    onClose();
  };
  const edit = (set: (text: string) => void) => (text: string) => {
    set(text);
    clear();
  };
  const field = refusal && fieldOf(refusal);
  const said = refusal && refusalText(t, refusal);
  const first = { ref: firstField };
  const remove = (
    <Button
      look="danger-quiet"
      busy={busy && asked === 'remove'}
      onClick={() => void change('remove')}
    >
      {t('password.remove')}
    </Button>
  );
  return (
    <FormDialog
      title={t(hasPassword ? 'password.changeTitle' : 'password.setTitle', { name })}
      description={t(hasPassword ? 'password.changeText' : 'password.setText', { name })}
      initialFocus={firstField}
      action={t(hasPassword ? 'password.change' : 'password.set')}
      busy={busy && asked === 'set'}
      aside={hasPassword ? remove : null}
      onClose={onClose}
      onSubmit={() => void change('set')}
    >
      {hasPassword ? (
        <PasswordField
          {...first}
          label={t('password.current')}
          value={current}
          maxLength={512}
          onValue={edit(setCurrent)}
          error={field === 'current' ? said : undefined}
        />
      ) : null}
      <NewPasswordField
        {...(hasPassword ? {} : first)}
        label={t('password.new')}
        value={password}
        onValue={edit(setPassword)}
        error={field === 'password' ? said : undefined}
      />
      {said && !field ? <Callout kind="error">{said}</Callout> : null}
    </FormDialog>
  );
}

function fieldOf({ code }: Refusal): 'current' | 'password' | undefined {
  if (code === 'wrong-password' || code === 'password-needed') return 'current';
  return code === 'password-too-short' || code === 'password-too-long' ? 'password' : undefined;
}
