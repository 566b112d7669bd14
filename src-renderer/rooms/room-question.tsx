import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppStores, useFrame } from '../window/app-context.tsx';
import type { RoomQuestion as Asking } from '../window/frame-store.ts';
import { Question } from '../ui/dialog.tsx';
import { disconnectRoom } from '../window/disconnect-room.ts';
import { PasswordDialog } from './password-dialog.tsx';

/** Asks before something that cannot be taken back, or that others feel. */
export function RoomQuestion() {
  const question = useFrame((state) => state.question);
  const { frame } = useAppStores();
  if (!question) return null;
  const { room } = question;
  if (question.to !== 'password') return <Asked key={room.room} question={question} />;
  return <PasswordDialog key={room.room} room={room} onClose={() => frame.ask(undefined)} />;
}

function Asked({ question }: { question: Asking }) {
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
  const words = room.hosted
    ? {
        title: t('rooms.removeTitle', names),
        text: t('rooms.removeText'),
        action: t('rooms.remove'),
      }
    : {
        title: t('rooms.leaveTitle', names),
        text: t('rooms.leaveText', names),
        action: t('rooms.leave'),
      };
  const closing = {
    title: t('rooms.closeTitle', names),
    text: t('rooms.closeText'),
    action: t('rooms.close'),
  };
  return (
    <Question
      {...(isLeave ? words : closing)}
      busy={isBusy}
      onClose={close}
      onConfirm={() => void confirm()}
    />
  );
}
