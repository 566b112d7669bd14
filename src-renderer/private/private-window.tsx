import { useEffect, useLayoutEffect, useState, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { LockKeyhole } from 'lucide-react';
import type { PrivateView } from '../../src-shared/member/own-copy.ts';
import { everyone, type PrivateId } from '../../src-shared/protocol/ids.ts';
import { goTo } from '../window/route.ts';
import { ConnectionLine } from '../room/connection-line.tsx';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { nameOf } from '../room/room-selectors.ts';
import type { RoomState } from '../room/room-store.ts';
import { useAttention } from '../messages/use-attention.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { Spinner } from '../ui/spinner.tsx';
import { closesWithWindow, createPrivateStore, type PrivateStore } from './private-store.ts';
import { PrivateMessages } from './private-messages.tsx';
import { isWaiting, PrivateStanding } from './private-standing.tsx';
import styles from './private-window.module.css';
import { useStore } from 'zustand';
import { readTyped } from '../../src-shared/typed/read-typed.ts';
import { MessageField } from '../messages/message-field.tsx';
import { classNames } from '../ui/class-names.ts';
import hidden from '../ui/visually-hidden.module.css';

/** A private chat in a window of its own, told from every other window by its colours and its words. */
export function PrivateWindow({ id }: { id: PrivateId }) {
  const { t } = useTranslation();
  const opening = useRoom((state) => state.opening);
  const view = useRoom((state) => state.privates.get(id));
  const store = usePrivateStore(id);
  const name = usePartnerName(view);
  const leave = () => {
    store?.close();
    // If it was not opened as a window of its own, it stays open and says that it is over.
    window.close();
  };
  return (
    <main className={styles.window}>
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
        <PrivateWriting
          way={wayOfWriting(view, opening)}
          name={name}
          store={store}
          onLeave={leave}
        />
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
  const { bridge, room, maxTextCharacters } = useRoomStores();
  const [store, setStore] = useState<PrivateStore>();
  // In the task that shows the window: what is typed from then on finds its field.
  useLayoutEffect(() => {
    setStore(createPrivateStore(bridge, { room: room.id, private: id }, maxTextCharacters));
  }, [bridge, room, id, maxTextCharacters]);
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
  way: WayOfWriting;
  name: string;
  store: PrivateStore;
  onLeave: () => void;
};

/** In a private chat only `EXIT PM` is a command: everything else is for the partner. */
const noNames = { people: () => [], hasGroup: () => false };

/** Where one writes in a private chat; nothing of it is kept as a draft. */
function PrivateWriting({ way, name, store, onLeave }: PrivateWritingProps) {
  const { t } = useTranslation();
  const { text, refusal } = useStore(store);
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => field.current?.focus(), [way]);
  if (way === 'over') return null;
  return (
    <div className={classNames(way === 'ahead' && text === '' && hidden.hidden)}>
      <MessageField
        field={field}
        label={t('privateChat.write', { name })}
        placeholder={t('privateChat.writeShort', { name })}
        text={text}
        refusal={way === 'open' ? refusal : undefined}
        onWrite={store.write}
        tip={t('typed.exitTip')}
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
