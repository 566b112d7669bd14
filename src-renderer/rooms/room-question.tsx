import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppStores, useFrame } from '../app/app-context.tsx';
import type { RoomQuestion as Question } from '../app/frame-store.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { leaveRoom } from './leave-room.ts';

/** Asks before something that cannot be taken back, or that others feel. */
export function RoomQuestion() {
  const question = useFrame((state) => state.question);
  return question ? <Asked key={question.room.room} question={question} /> : null;
}

function Asked({ question }: { question: Question }) {
  const { t } = useTranslation();
  const { app, frame } = useAppStores();
  const [isBusy, setIsBusy] = useState(false);
  const cancel = useRef<HTMLButtonElement>(null);
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
    <Dialog
      open
      width={440}
      onClose={close}
      initialFocus={cancel}
      title={
        isForget
          ? t('rooms.forgetTitle', { room: room.name })
          : t('rooms.leaveTitle', { room: room.name })
      }
      description={isForget ? forgetText : t('rooms.leaveText')}
      actions={
        <>
          <Button ref={cancel} onClick={close}>
            {t('ui.cancel')}
          </Button>
          <Button look="danger" busy={isBusy} onClick={() => void confirm()}>
            {isForget ? t('rooms.forget') : t('rooms.leaveHosted')}
          </Button>
        </>
      }
    />
  );
}
