import { PrivacyLine } from '../room/privacy-line.tsx';
import { useEffect, useLayoutEffect, useMemo, useState, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { LockKeyhole } from 'lucide-react';
import type { PrivateView, PrivateMessage } from '../../src-shared/member/own-copy.ts';
import { everyone, type PrivateId } from '../../src-shared/protocol/ids.ts';
import type { SentFile } from '../../src-shared/protocol/files.ts';
import { goTo } from '../window/route.ts';
import { ConnectionLine } from '../room/connection-line.tsx';
import { ownMute } from '../room/permissions.ts';
import { useClosedWords } from '../room/use-closed-words.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { nameOf } from '../room/room-selectors.ts';
import type { RoomState } from '../room/room-store.ts';
import { useAttention } from '../messages/use-attention.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { takeFocus } from '../ui/focus-way.ts';
import { refusalText } from '../ui/refusal-text.ts';
import { Spinner } from '../ui/spinner.tsx';
import { closesWithWindow, createPrivateStore, type PrivateStore } from './private-store.ts';
import { Compare } from './compare.tsx';
import { isWaiting, PrivateStanding } from './private-standing.tsx';
import styles from './private-window.module.css';
import { useStore } from 'zustand';
import { readTyped } from '../../src-shared/typed/read-typed.ts';
import { useCompletion } from '../messages/completion-list.tsx';
import { MessageField } from '../messages/message-field.tsx';
import { classNames } from '../ui/class-names.ts';
import hidden from '../ui/visually-hidden.module.css';
import { useFormat } from '../i18n/format.ts';
import { MessageRow } from '../messages/message-row.tsx';
import type { MessageRowProps, MessageState } from '../messages/message-row-props.ts';
import { AttachButtons } from '../files/attach-button.tsx';
import { DropOverlay, useFileDrop, useWindowDrop, useFilePaste } from '../files/file-drop.tsx';
import { StagedFiles } from '../files/staged-files.tsx';
import { VoiceButton } from '../files/voice-button.tsx';
import { namesOfFiles } from '../../src-shared/text/file-names.ts';
import {
  moveBetweenMessages,
  useScrollPlace,
  type ScrollElements,
} from '../messages/scroll-place.ts';
import timeline from '../messages/scroller.module.css';

/** A private chat in a window of its own, told from every other window by its colours and its words. */
export function PrivateWindow({ id }: { id: PrivateId }) {
  const { t } = useTranslation();
  const opening = useRoom((state) => state.opening);
  const view = useRoom((state) => state.privates.get(id));
  const store = usePrivateStore(id);
  const name = usePartnerName(view);
  const way = wayOfWriting(view, opening);
  const drop = useFileDrop(id);
  const isOpen = way === 'open';
  const isAimedAt = useWindowDrop(isOpen ? id : undefined, { nowhere: t('files.dropClosed') });
  const leave = () => {
    store?.close();
    // If it was not opened as a window of its own, it stays open and says that it is over.
    window.close();
  };
  return (
    <main className={styles.window} {...(isOpen ? drop.place : {})}>
      {(drop.isAimedAt || isAimedAt) && isOpen ? <DropOverlay conversation={id} /> : null}
      {view && store ? <Chat view={view} name={name} store={store} onLeave={leave} /> : null}
      {!view && opening.is === 'opening' ? (
        <p className={styles.middle} role="status">
          <Spinner /> {t('connection.opening')}
        </p>
      ) : null}
      {!view && opening.is === 'failed' ? (
        <div className={styles.middle}>
          <EmptyState
            isPage
            title={t('connection.notOpened')}
            text={refusalText(t, opening.refusal)}
          />
        </div>
      ) : null}
      {!view && opening.is === 'open' ? <Over /> : null}
      {store ? (
        <PrivateWriting id={id} way={way} name={name} store={store} onLeave={leave} />
      ) : null}
    </main>
  );
}

/** What is typed from the moment the chat was accepted is meant for it, also while that is on its way. */
function wayOfWriting(view: PrivateView | undefined, opening: RoomState['opening']): WayOfWriting {
  const is = view?.state.is;
  if (is === 'open' || is === 'interrupted') return 'open';
  return is === 'asked' || (!view && opening.is === 'opening') ? 'ahead' : 'over';
}

function usePartnerName(view: PrivateView | undefined): string {
  const { t } = useTranslation();
  const known = useRoom((state) => view && nameOf(state, view.partner));
  return known ?? (view?.partnerName || t('conversations.someone'));
}

type ChatProps = { view: PrivateView; name: string; store: PrivateStore; onLeave: () => void };

function Chat({ view, name, store, onLeave }: ChatProps) {
  const { t } = useTranslation();
  const { is } = view.state;
  useTitle(name, view.unread);
  useReading(view, store);
  useEffect(() => closesWithWindow(window, store, is), [store, is]);
  return (
    <>
      <header className={styles.header}>
        <span className={styles.lock}>
          <LockKeyhole size={18} aria-hidden="true" />
        </span>
        <div className={styles.heading}>
          <h1 className={styles.title}>{t('privateChat.title', { name })}</h1>
          <p className={styles.kept}>{t('privateChat.kept')}</p>
        </div>
        <LeaveButton is={is} onLeave={onLeave} />
      </header>
      <ConnectionLine />
      {view.compare && is !== 'ended' ? (
        <Compare compare={view.compare} name={name} store={store} />
      ) : null}
      {isWaiting(view) || is === 'ended' ? null : (
        <PrivacyLine kind="private" isCompared={view.compare?.isDone ?? false} />
      )}
      <PrivateStanding view={view} name={name} store={store} />
      {isWaiting(view) ? null : <PrivateMessages view={view} name={name} />}
    </>
  );
}

type LeaveButtonProps = { is: PrivateView['state']['is']; onLeave: () => void };

function LeaveButton({ is, onLeave }: LeaveButtonProps) {
  const { t } = useTranslation();
  if (is === 'asked') return null;
  if (is === 'asking') return <Button onClick={onLeave}>{t('privateChat.withdraw')}</Button>;
  if (is === 'ended') return <Button onClick={onLeave}>{t('privateChat.close')}</Button>;
  return (
    <Button look="danger-quiet" title={t('privateChat.leaveAndForget')} onClick={onLeave}>
      {t('privateChat.leave')}
    </Button>
  );
}

function Over() {
  const { t } = useTranslation();
  const { room } = useRoomStores();
  return (
    <div className={styles.middle}>
      <EmptyState
        isPage
        icon={<LockKeyhole />}
        title={t('privateChat.over')}
        text={t('privateChat.overText')}
        action={
          <div className={styles.ways}>
            <Button look="primary" onClick={() => window.close()}>
              {t('privateChat.closeWindow')}
            </Button>
            <Button onClick={() => goTo({ to: 'room', room: room.id, in: everyone })}>
              {t('privateChat.toRoom')}
            </Button>
          </div>
        }
      />
    </div>
  );
}

function usePrivateStore(id: PrivateId): PrivateStore | undefined {
  const { bridge, room, maxTextCharacters, staged } = useRoomStores();
  const [store, setStore] = useState<PrivateStore>();
  // In the task that shows the window: what is typed from then on finds its field.
  useLayoutEffect(() => {
    const place = { room: room.id, private: id };
    setStore(createPrivateStore(bridge, place, { maxTextCharacters, staged }));
  }, [bridge, room, id, maxTextCharacters, staged]);
  return store;
}

function useTitle(name: string, count: number): void {
  const { t } = useTranslation();
  useEffect(() => {
    const title = t('privateChat.title', { name });
    document.title = count > 0 ? t('app.titleUnread', { count, title }) : title;
  }, [t, name, count]);
}

/** What a person looks at is read. */
function useReading({ unread }: PrivateView, store: PrivateStore): void {
  const [isWatched, setIsWatched] = useState(false);
  useAttention(setIsWatched);
  useEffect(() => {
    if (isWatched && unread > 0) store.markRead();
  }, [isWatched, unread, store]);
}

/** `ahead`: nothing can be sent yet; what is typed waits in the field, which is seen once it holds something. */
export type WayOfWriting = 'ahead' | 'open' | 'over';

type PrivateWritingProps = {
  id: PrivateId;
  way: WayOfWriting;
  name: string;
  store: PrivateStore;
  onLeave: () => void;
};

/** In a private chat only `EXIT PM` is a command: everything else is for the partner. */
const noNames = { people: () => [], hasGroup: () => false };

/** Where one writes in a private chat; nothing of it is kept as a draft. */
function PrivateWriting({ id, way, name, store, onLeave }: PrivateWritingProps) {
  const { t } = useTranslation();
  const { text, refusal } = useStore(store);
  const closed = useClosedWords(ownMute);
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    if (field.current) takeFocus(field.current);
  }, [way]);
  const completion = useCompletion({ text, conversation: undefined, onWrite: store.write });
  const { staged } = useRoomStores();
  const hasFiles = useStore(staged, ({ files }) => (files.get(id) ?? []).length > 0);
  const onPaste = useFilePaste(id);
  if (way === 'over') return null;
  const goBack = () => field.current?.focus();
  return (
    <div
      className={classNames(way === 'ahead' && text === '' && hidden.hidden)}
      {...(way === 'open' ? { onPaste } : {})}
    >
      <StagedFiles conversation={id} onRemoved={goBack} />
      <MessageField
        field={field}
        label={t('privateChat.write', { name })}
        placeholder={t('privateChat.writeShort', { name })}
        text={text}
        refusal={way === 'open' ? refusal : undefined}
        completion={completion}
        onWrite={store.write}
        tip={t('typed.exitTip')}
        closed={way === 'open' ? closed : undefined}
        isReady={hasFiles}
        tools={
          way === 'open' ? (
            <>
              <AttachButtons conversation={id} onChosen={goBack} />
              <VoiceButton conversation={id} onDone={goBack} />
            </>
          ) : null
        }
        onSend={() => {
          if (way === 'ahead') return text === '' ? undefined : store.write(`${text}\n`);
          const typed = readTyped(text, noNames);
          if (typed.is === 'command' && typed.key === 'exitPrivate') onLeave();
          else void store.send();
          field.current?.focus();
        }}
      />
    </div>
  );
}

const groupMs = 5 * 60_000;
/** What scrolls must be within the keyboard's reach. */
const reachable = { tabIndex: 0 };

/** What was said in a private chat; the newest 1,000, all of them in the page. */
function PrivateMessages({ view, name }: { view: PrivateView; name: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const self = useRoom((state) => state.room?.account);
  const ownName = useRoom((state) => state.room?.ownName) ?? '';
  const { messages } = view;
  const keys = keysOf(messages);
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const isOwnLast = messages.at(-1)?.from === self;
  const onScroll = useScrolling({ scroller, list }, messages, isOwnLast);
  return (
    <div className={timeline.timeline} onKeyDown={moveBetweenMessages}>
      <div
        ref={scroller}
        className={timeline.scroller}
        role="log"
        aria-label={t('privateChat.log', { name })}
        {...reachable}
        onScroll={onScroll}
      >
        <div className={timeline.filler} />
        <div ref={list} role="list">
          {view.state.is === 'ended' ? null : (
            <div role="listitem" className={styles.beginning}>
              <h2>{t('privateChat.beginning', { name })}</h2>
              <p>{t('privateChat.beginningText')}</p>
            </div>
          )}
          {messages.map((message, index) => (
            <PrivateRow
              key={keys[index]}
              message={message}
              id={view.private}
              isOwn={message.from === self}
              name={message.from === self ? ownName : name}
              startsGroup={startsGroup(message, messages[index - 1])}
              endsGroup={isLastOfGroup(message, messages[index + 1])}
              state={stateOf(message, message.from === self)}
              format={format}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

type PrivateRowProps = Omit<MessageRowProps, 'account' | 'text' | 'at' | 'files' | 'isMarked'> & {
  message: PrivateMessage;
  id: PrivateId;
  isOwn: boolean;
};

function PrivateRow({ message, id, isOwn, ...props }: PrivateRowProps) {
  const { from: account, text, at } = message;
  const files = useFilesOf(message, { id, isOwn });
  return <MessageRow {...props} {...{ account, text, at, files }} isMarked={false} />;
}

/** What goes with a message: the same object as long as it is the same, though each change tells all of the chat. */
function useFilesOf(
  { files, text, from, at }: PrivateMessage,
  { id, isOwn }: { id: PrivateId; isOwn: boolean },
): MessageRowProps['files'] {
  const known = JSON.stringify(files ?? []);
  return useMemo(() => {
    const own = JSON.parse(known) as SentFile[];
    if (own.length === 0) return undefined;
    const place = { private: id, isOwn, from, at };
    return { files: own, place, hasText: text !== namesOfFiles(own) };
  }, [known, text, from, at, id, isOwn]);
}

/** Ids are made by whoever writes, and a hostile one may use the same twice. */
function keysOf(messages: readonly PrivateMessage[]): string[] {
  const times = new Map<string, number>();
  return messages.map(({ from, cid }) => {
    const id = `${from} ${cid}`;
    const time = times.get(id) ?? 0;
    times.set(id, time + 1);
    return `${id} ${time}`;
  });
}

function isLastOfGroup(message: PrivateMessage, after: PrivateMessage | undefined): boolean {
  return after === undefined || startsGroup(after, message);
}

function startsGroup(message: PrivateMessage, before: PrivateMessage | undefined): boolean {
  return before?.from !== message.from || message.at - before.at > groupMs;
}

const sending: MessageState = { is: 'sending' };

function stateOf({ state, refusal }: PrivateMessage, isOwn: boolean): MessageState {
  if (!isOwn) return 'received';
  if (state === 'failed' && refusal) return { is: 'failed', refusal };
  return state === 'sending' ? sending : 'sent';
}

/** Stays at the end while one is there, and goes there with what one sends. */
function useScrolling(
  elements: ScrollElements,
  messages: readonly PrivateMessage[],
  isOwnLast: boolean,
): () => void {
  const place = useScrollPlace(elements);
  useLayoutEffect(() => {
    if (isOwnLast) place.current?.toEnd();
    else place.current?.settle();
  }, [place, isOwnLast, messages]);
  return () => place.current?.moved();
}
