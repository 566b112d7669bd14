import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportChat, ImportView } from '../../src-shared/bridge/importing.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { RoomId } from '../../src-shared/protocol/ids.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import { useFormat } from '../i18n/format.ts';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { Dialog, DialogBody } from '../ui/dialog.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { Switch } from '../ui/switch.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useAppStores, useFrame, useNow } from '../window/app-context.tsx';
import styles from './exchange.module.css';
import { Progress } from './progress.tsx';

/** As `OdaBridge.stage` has taken it in. */
type TakenFile = { room: RoomId; hash: string; name: string };
type Stage =
  | { is: 'choosing'; refusal?: Refusal }
  | { is: 'taking'; done: number; total: number }
  | { is: 'told'; view: ImportView };

/** The dialog by which who hosts brings in what was said elsewhere; what runs goes on when it is closed. */
export function Imports() {
  const { frame } = useAppStores();
  const room = useFrame((state) => state.importing);
  const importing = useImport(room);
  if (room === undefined) return null;
  const close = () => {
    if (!isUnderWay(importing.stage)) importing.again();
    frame.askImport(undefined);
  };
  return <ImportDialog importing={importing} onClose={close} />;
}

/** It goes on by itself. */
function isUnderWay(stage: Stage): boolean {
  if (stage.is !== 'told') return stage.is === 'taking';
  return stage.view.is === 'looking' || stage.view.is === 'bringing';
}

type Importing = ReturnType<typeof useImport>;

function useImport(room: RoomId | undefined) {
  const { t } = useTranslation();
  const { bridge, frame, request } = useAppStores();
  const [stage, setStage] = useState<Stage>({ is: 'choosing' });
  const own = useRef<number>(undefined);
  /** It may be told before the answer that names it. */
  const latest = useRef<ImportView>(undefined);
  const file = useRef<TakenFile>(undefined);
  useEffect(
    () =>
      bridge.on('import/changed', (view) => {
        latest.current = view;
        if (view.import !== own.current) return;
        setStage({ is: 'told', view });
        if (frame.getState().importing !== undefined) return;
        if (view.is === 'done') frame.tell(t('importing.done', view));
        if (view.is === 'failed') frame.refuse(view.refusal);
      }),
    [bridge, frame, t],
  );
  const drop = (): void => {
    if (file.current) void request('import/forget', { hash: file.current.hash });
    file.current = undefined;
  };
  const follow = (answer: Outcome<{ import: number }>): void => {
    if (!answer.ok) {
      drop();
      return setStage({ is: 'choosing', refusal: answer.refusal });
    }
    const number = answer.value.import;
    own.current = number;
    const told = latest.current;
    const view: ImportView =
      told?.import === number ? told : { import: number, is: 'looking', messages: 0 };
    setStage({ is: 'told', view });
  };
  const look = async (taken: TakenFile): Promise<void> => {
    file.current = taken;
    follow(await bridge.request('import/look', taken));
  };
  return {
    stage,
    look,
    take: async (chosen: File): Promise<void> => {
      if (room === undefined || !bridge.stage) return;
      const total = chosen.size;
      setStage({ is: 'taking', done: 0, total });
      const staged = await bridge.stage(chosen, {
        progress: (done) => setStage({ is: 'taking', done, total }),
      });
      if (!staged.ok) return setStage({ is: 'choosing', refusal: staged.refusal });
      await look({ room, hash: staged.value.hash, name: chosen.name });
    },
    start: async (chats: { place: number; topic: string }[]): Promise<void> => {
      if (!file.current) return;
      follow(await bridge.request('import/start', { ...file.current, chats }));
      // It goes by itself now.
      file.current = undefined;
    },
    cancel: () => {
      if (own.current !== undefined) void request('import/cancel', { import: own.current });
    },
    again: () => {
      drop();
      setStage({ is: 'choosing' });
    },
  };
}

type PartProps = { importing: Importing; onClose: () => void };

function ImportDialog({ importing, onClose }: PartProps) {
  const { t } = useTranslation();
  const { stage } = importing;
  if (stage.is === 'told' && stage.view.is === 'looked')
    return <Preview {...{ importing, onClose }} chats={stage.view.chats} />;
  return (
    <Dialog
      title={t('importing.title')}
      onClose={onClose}
      actions={<Actions {...{ importing, onClose }} />}
    >
      <DialogBody>
        <div className={styles.standing} aria-live="polite">
          <Standing stage={stage} />
        </div>
      </DialogBody>
    </Dialog>
  );
}

function Actions({ importing, onClose }: PartProps) {
  const { t } = useTranslation();
  const { stage, take, cancel, again } = importing;
  const chooser = useRef<HTMLInputElement>(null);
  if (stage.is === 'taking') return <Button onClick={onClose}>{t('ui.close')}</Button>;
  if (stage.is === 'choosing')
    return (
      <>
        <Button onClick={onClose}>{t('ui.cancel')}</Button>
        <Button look="primary" onClick={() => chooser.current?.click()}>
          {t('importing.choose')}
        </Button>
        <input
          ref={chooser}
          type="file"
          hidden
          accept=".txt,.json,.zip"
          onChange={({ target }) => {
            const [chosen] = target.files ?? [];
            if (chosen) void take(chosen);
            target.value = '';
          }}
        />
      </>
    );
  const { is } = stage.view;
  if (is === 'looking' || is === 'bringing')
    return <Button onClick={cancel}>{t('importing.cancel')}</Button>;
  return (
    <>
      <Button onClick={again}>{t('importing.again')}</Button>
      <Button look="primary" onClick={onClose}>
        {t('ui.close')}
      </Button>
    </>
  );
}

function Standing({ stage }: { stage: Stage }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (stage.is === 'choosing')
    return (
      <>
        <p>{t('importing.text')}</p>
        {stage.refusal ? <Callout kind="error">{refusalText(t, stage.refusal)}</Callout> : null}
      </>
    );
  if (stage.is === 'taking') {
    const percent = format.percent(stage.done, stage.total);
    return <Progress {...stage} words={t('importing.taking', { percent })} />;
  }
  return <Told view={stage.view} />;
}

function Told({ view }: { view: ImportView }) {
  const { t } = useTranslation();
  const format = useFormat();
  switch (view.is) {
    case 'looking':
      return <p>{t('importing.looking', { found: format.count(view.messages) })}</p>;
    case 'looked':
      return null;
    case 'bringing': {
      const { topic, done, total } = view;
      const counts = { done: format.count(done), total: format.count(total) };
      return (
        <Progress {...{ done, total }} words={t('importing.bringing', { topic, ...counts })} />
      );
    }
    case 'done':
      return (
        <p>
          {t('importing.done', {
            brought: format.count(view.brought),
            known: format.count(view.known),
          })}
        </p>
      );
    case 'cancelled':
      return <p>{t('importing.cancelled', { brought: format.count(view.brought) })}</p>;
    case 'failed':
      return (
        <>
          <Callout kind="error">{refusalText(t, view.refusal)}</Callout>
          {view.brought > 0 ? (
            <p>{t('importing.failedAfter', { brought: format.count(view.brought) })}</p>
          ) : null}
        </>
      );
  }
}

type PreviewProps = PartProps & { chats: readonly ImportChat[] };

/** What is in the file, and into which topics it goes. */
function Preview({ importing, onClose, chats }: PreviewProps) {
  const { t } = useTranslation();
  const [topics, setTopics] = useState(() => chats.map(({ topic }) => topic));
  const [isWanted, setIsWanted] = useState(() =>
    chats.map(({ isClosed, messages }) => messages > 0 && (!isClosed || chats.length === 1)),
  );
  const wanted = chats.flatMap((_, place) =>
    isWanted[place] ? [{ place, topic: topics[place] ?? '' }] : [],
  );
  const isEmpty = chats.every(({ messages }) => messages === 0);
  return (
    <Dialog
      title={t('importing.title')}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button
            look="primary"
            aria-disabled={wanted.length === 0}
            onClick={() => {
              if (wanted.length > 0) void importing.start(wanted);
            }}
          >
            {t('importing.start')}
          </Button>
        </>
      }
    >
      <DialogBody>
        <div className={styles.standing}>
          {isEmpty ? <p>{t('importing.nothing')}</p> : null}
          {chats.map((chat, place) => (
            <ChatChoice
              key={place}
              chat={chat}
              isWanted={isWanted[place] ?? false}
              topic={topics[place] ?? ''}
              onWanted={(isOn) => setIsWanted((all) => all.with(place, isOn))}
              onTopic={(topic) => setTopics((all) => all.with(place, topic))}
            />
          ))}
          <p className={styles.hint}>{t('importing.everybody', { name: t('importing.sample') })}</p>
        </div>
      </DialogBody>
    </Dialog>
  );
}

type ChatChoiceProps = {
  chat: ImportChat;
  isWanted: boolean;
  topic: string;
  onWanted: (isOn: boolean) => void;
  onTopic: (topic: string) => void;
};

function ChatChoice({ chat, isWanted, topic, onWanted, onTopic }: ChatChoiceProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { name, messages, people, from, to } = chat;
  if (from === undefined || to === undefined) return <p>{t('importing.empty', { name })}</p>;
  const words = t('importing.chat', {
    name,
    messages: format.count(messages),
    people: format.count(people),
    from: format.dayMark(from, now),
    to: format.dayMark(to, now),
  });
  return (
    <div className={styles.standing}>
      <Switch label={words} checked={isWanted} onChange={onWanted} />
      {isWanted ? (
        <TextField label={t('importing.topic')} value={topic} maxLength={48} onValue={onTopic} />
      ) : null}
    </div>
  );
}
