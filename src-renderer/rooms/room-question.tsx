import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppStores, useFrame } from '../window/app-context.tsx';
import type { RoomView } from '../../src-shared/bridge/rooms.ts';
import { Question } from '../ui/dialog.tsx';
import { disconnectRoom } from '../window/disconnect-room.ts';
import { PasswordDialog } from './password-dialog.tsx';

/** Asks before something that cannot be taken back, or that others feel. */
export function RoomQuestion() {
  const question = useFrame((state) => state.question);
  const { frame } = useAppStores();
  if (!question) return null;
  const { to, room } = question;
  if (to !== 'password') return <Asked key={room.room} question={{ to, room }} />;
  return <PasswordDialog key={room.room} room={room} onClose={() => frame.ask(undefined)} />;
}

/** What is asked, what follows from it, and the words on the button; a room of one's own is only removed. */
const words = {
  close: ['rooms.closeTitle', 'rooms.closeText', 'rooms.close'],
  leave: ['rooms.leaveTitle', 'rooms.leaveText', 'rooms.leave'],
  remove: ['rooms.removeTitle', 'rooms.removeText', 'rooms.remove'],
} as const;

type Asked = { to: 'close' | 'leave'; room: RoomView };

function Asked({ question }: { question: Asked }) {
  const { t } = useTranslation();
  const { app, frame } = useAppStores();
  const [isBusy, setIsBusy] = useState(false);
  const { room } = question;
  const isLeave = question.to === 'leave';
  const close = () => frame.ask(undefined);
  const leave = async () => {
    const answer = await app.leave(room.room);
    if (!answer.ok) frame.refuse(answer.refusal);
  };
  const confirm = async () => {
    setIsBusy(true);
    await (isLeave ? leave() : disconnectRoom({ app, frame }, room));
    close();
  };
  const names = { room: room.name, name: room.ownName };
  const [title, text, action] = words[isLeave && room.hosted ? 'remove' : question.to];
  return (
    <Question
      title={t(title, names)}
      text={t(text, names)}
      action={t(action)}
      busy={isBusy}
      onClose={close}
      onConfirm={() => void confirm()}
    />
  );
}
