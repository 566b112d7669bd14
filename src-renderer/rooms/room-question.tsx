import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppStores, useFrame } from '../app/app-context.tsx';
import type { RoomQuestion as Asking } from '../app/frame-store.ts';
import { Question } from '../ui/question.tsx';
import { leaveRoom } from './leave-room.ts';

/** Asks before something that cannot be taken back, or that others feel. */
export function RoomQuestion() {
  const question = useFrame((state) => state.question);
  return question ? <Asked key={question.room.room} question={question} /> : null;
}

function Asked({ question }: { question: Asking }) {
  const { t } = useTranslation();
  const { app, frame } = useAppStores();
  const [isBusy, setIsBusy] = useState(false);
  const { room } = question;
  const isForget = question.to === 'forget';
  const close = () => frame.ask(undefined);
  const forget = async () => {
    const answer = await app.forget(room.room);
    if (!answer.ok) frame.notify({ key: 'notice.refused', params: { refusal: answer } });
  };
  const confirm = async () => {
    setIsBusy(true);
    await (isForget ? forget() : leaveRoom({ app, frame }, room));
    close();
  };
  const forgetText = room.hosted ? t('rooms.forgetHosted') : t('rooms.forgetText');
  return (
    <Question
      title={
        isForget
          ? t('rooms.forgetTitle', { room: room.name })
          : t('rooms.leaveTitle', { room: room.name })
      }
      text={isForget ? forgetText : t('rooms.leaveText')}
      action={isForget ? t('rooms.forget') : t('rooms.leaveHosted')}
      busy={isBusy}
      onClose={close}
      onConfirm={() => void confirm()}
    />
  );
}
