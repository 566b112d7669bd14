import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type RefObject,
} from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import {
  conversationKind,
  everyone,
  type AccountId,
  type Cid,
} from '../../src-shared/protocol/ids.ts';
import { useFormat } from '../i18n/format.ts';
import {
  conversationName,
  conversationOf,
  isBlocked,
  isGuest,
  nameOf,
  roleIn,
} from '../room/room-selectors.ts';
import { refusePins, refuseWriting } from '../room/permissions.ts';
import { savedKey } from '../room/saved-store.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { useNow } from '../window/app-context.tsx';
import {
  moveBetweenMessages,
  createScrollPlace,
  stayWhereUnfolded,
  visibleRows,
  type ScrollPlace,
} from '../messages/scroll-place.ts';
import { isTooLateToEdit } from '../../src-shared/protocol/room-settings.ts';
import { mayActOn } from '../../src-shared/protocol/roles.ts';
import type { MessageActs } from '../messages/message-acts.ts';
import { useMessageActs } from './use-message-acts.tsx';
import { TimelineRow } from './timeline-row.tsx';
import { rowWithSeq, seqRange, type Row } from './timeline-rows.ts';
import type { TimelineStore } from './timeline-store.ts';
import { useAttention } from '../messages/use-attention.ts';
import styles from '../messages/scroller.module.css';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { VisuallyHidden } from '../ui/visually-hidden.tsx';
import over from './timeline-jumps.module.css';

/** Pages are asked for so far, in pixels, before one could scroll to an end of what is there. */
const ahead = 3000;
const markMs = 2400;
const measureMs = 120;
/** What scrolls must be within the keyboard's reach. */
const reachable = { tabIndex: 0 };

/**
 * The messages of a conversation. The window that the store keeps is short enough to stand in the page as
 * it is: every height is true, so nothing jumps, and no part of it is ever blank however fast one scrolls.
 */
export function TimelineList({ timeline }: { timeline: TimelineStore }) {
  const { t } = useTranslation();
  const rows = useStore(timeline, (state) => state.rows);
  const markedSeq = useMarked(timeline);
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const { isAtEnd, onScroll } = useScrolling(timeline, { scroller, list });
  const name = useRoom((state) => conversationName(state, timeline.in, t));
  useReading(timeline, isAtEnd);
  const { acts, dialogs } = useMessageActs(timeline);
  const label = timeline.in === everyone ? t('timeline.logEveryone') : t('timeline.log', { name });
  return (
    <div className={styles.timeline} onKeyDown={moveBetweenMessages}>
      <div
        ref={scroller}
        className={styles.scroller}
        role="log"
        aria-label={label}
        // What scrolling brings in is not news.
        aria-live={isAtEnd ? 'polite' : 'off'}
        {...reachable}
        onScroll={onScroll}
      >
        <div className={styles.filler} />
        <div ref={list} role="list">
          <Rows timeline={timeline} rows={rows} markedSeq={markedSeq} acts={acts} />
        </div>
      </div>
      <TimelineJumps timeline={timeline} isAtBottom={isAtEnd} />
      {dialogs}
    </div>
  );
}

/** What stands at the end while the person looks there is seen: nothing counts it as unread first. */
function useReading(timeline: TimelineStore, isAtEnd: boolean): void {
  const { app, room } = useRoomStores();
  const [isAttended, setIsAttended] = useState(false);
  const isNewestThere = useStore(
    timeline,
    (state) => state.window.is === 'shown' && state.newer.is === 'end',
  );
  const tell = useCallback(
    (attending: boolean) => {
      timeline.attend(attending);
      setIsAttended(attending);
    },
    [timeline],
  );
  useAttention(tell);
  const isKeptUnread = useStore(timeline, (state) => state.isKeptUnread);
  const isReading = !isKeptUnread && isAttended && isAtEnd && isNewestThere;
  useLayoutEffect(() => {
    if (!isReading) return undefined;
    const { unread } = conversationOf(room.getState(), room.id, timeline.in);
    const ends = [room.read(timeline.in), app.read({ room: room.id, in: timeline.in, unread })];
    return () => {
      for (const end of ends) end();
    };
  }, [isReading, room, app, timeline]);
}

type RowsProps = {
  timeline: TimelineStore;
  rows: readonly Row[];
  markedSeq: number | undefined;
  acts: MessageActs;
};

function Rows({ timeline, rows, markedSeq, acts }: RowsProps) {
  const { t } = useTranslation();
  const { request, room, saved: savedStore } = useRoomStores();
  const saved = useStore(savedStore, (held) => held.keys);
  const format = useFormat();
  const state = useRoom((all) => all);
  const now = useNow();
  const { onRetry, onDelete } = useMemo(
    () => ({
      onRetry: (cid: Cid) => void request('message/retry', { room: room.id, cid }),
      onDelete: (cid: Cid) => void request('message/delete', { room: room.id, cid }),
    }),
    [request, room],
  );
  const someone = t('conversations.someone');
  const isDirect = conversationKind(timeline.in) === 'direct';
  const { deliveredSeq } = conversationOf(state, room.id, timeline.in);
  const readSeq = isDirect ? (state.reads.get(timeline.in)?.[0]?.seq ?? 0) : 0;
  const newestOwn = isDirect ? -1 : rows.findLastIndex(({ body }) => isOwn(body));
  const isIn = state.groups.get(timeline.in)?.standing !== 'left';
  const mayWrite = isIn && refuseWriting(state, timeline.in) === undefined;
  const role = state.room?.role ?? 'member';
  const isTooLate = (ageMs: number) =>
    state.room !== undefined && isTooLateToEdit(state.room.settings, { role, ageMs });
  const mayPin = refusePins(state, timeline.in) === undefined;
  const mayRemove = (account: AccountId): boolean =>
    account === timeline.self || mayActOn(role, 'delete-any', roleIn(state, account));
  const marked = markedSeq === undefined ? undefined : rowWithSeq(rows, markedSeq);
  return rows.map((row, index) => {
    const account = senderOf(row, timeline.self);
    return (
      <TimelineRow
        key={row.key}
        row={row}
        conversation={timeline.in}
        account={account}
        name={account === undefined ? '' : (nameOf(state, account) ?? someone)}
        isGuest={isGuest(state, account)}
        reached={reachedOf(row, { deliveredSeq, readSeq })}
        isNewestOwn={index === newestOwn}
        isBlocked={isDirect ? false : isBlocked(state, account)}
        day={row.day === undefined ? undefined : format.dayMark(row.day, now)}
        isMarked={index === marked}
        format={format}
        onRetry={onRetry}
        onDelete={onDelete}
        acts={acts}
        mayWrite={mayWrite}
        isTooLate={row.body.is === 'message' && isTooLate(now - row.body.entry.at)}
        mayPin={mayPin}
        isSaved={row.body.is === 'message' && saved.has(savedKey(timeline.in, row.body.entry.seq))}
        mayRemove={isIn && account !== undefined && mayRemove(account)}
      />
    );
  });
}

function isOwn(body: Row['body']): boolean {
  return body.is === 'message' && body.own;
}

/** What was read has arrived, whether that was said or not. */
function reachedOf(
  { body }: Row,
  { deliveredSeq, readSeq }: { deliveredSeq: number; readSeq: number },
): 'sent' | 'delivered' | 'read' {
  const seq = body.is === 'message' ? body.entry.seq : Infinity;
  if (seq <= readSeq) return 'read';
  return seq <= deliveredSeq ? 'delivered' : 'sent';
}

function senderOf({ body }: Row, self: AccountId): AccountId | undefined {
  if (body.is === 'message') return body.entry.from;
  return body.is === 'waiting' ? self : undefined;
}

/** The entry that was jumped to, for a moment. */
function useMarked(timeline: TimelineStore): number | undefined {
  const { clock } = useRoomStores();
  const target = useStore(timeline, (state) => state.target);
  const [faded, setFaded] = useState<typeof target>();
  useEffect(() => clock.after(markMs, () => setFaded(target)), [clock, target]);
  return target === faded ? undefined : target?.seq;
}

type Elements = {
  scroller: RefObject<HTMLElement | null>;
  list: RefObject<HTMLElement | null>;
};

/** Everything that moves the list or follows from its being moved. */
function useScrolling(timeline: TimelineStore, { scroller, list }: Elements) {
  const { clock } = useRoomStores();
  const rows = useStore(timeline, (state) => state.rows);
  const generation = useStore(timeline, (state) => state.generation);
  const target = useStore(timeline, (state) => state.target);
  const toEnd = useStore(timeline, (state) => state.toEnd);
  const [isAtEnd, setIsAtEnd] = useState(true);
  const place = useRef<ScrollPlace>(undefined);
  const follow = useRef<() => void>(() => undefined);

  useLayoutEffect(() => {
    const [outer, inner] = [scroller.current, list.current];
    if (!outer || !inner) return undefined;
    const made = createScrollPlace(outer, inner, () => timeline.getState().newer.is === 'end');
    place.current = made;
    let cancelSee: (() => void) | undefined;
    const see = () => {
      cancelSee = undefined;
      const seen = visibleRows(outer, inner);
      const range = seen && seqRange(timeline.getState().rows, seen);
      if (range) timeline.see(range.first, range.last);
    };
    follow.current = () => {
      setIsAtEnd(made.isAtEnd);
      loadAhead(timeline, outer);
      cancelSee ??= clock.after(measureMs, see);
    };
    const sizes = new ResizeObserver(() => {
      made.settle();
      follow.current();
    });
    sizes.observe(outer);
    sizes.observe(inner);
    const endStaying = stayWhereUnfolded(outer, made);
    return () => {
      endStaying();
      sizes.disconnect();
      cancelSee?.();
    };
  }, [timeline, scroller, list, clock]);

  // In this order: another place of the conversation first, then what is asked for in it.
  useLayoutEffect(() => place.current?.settle(), [rows]);
  useLayoutEffect(() => place.current?.toEnd(), [generation, toEnd]);
  useLayoutEffect(() => {
    const index = target && rowWithSeq(timeline.getState().rows, target.seq);
    const row = index === undefined ? undefined : list.current?.children[index];
    if (target && row instanceof HTMLElement) place.current?.toRow(row, target.place);
  }, [timeline, list, generation, target]);
  useEffect(() => follow.current(), [rows, generation, target, toEnd]);

  return {
    isAtEnd,
    onScroll: () => {
      place.current?.moved();
      follow.current();
    },
  };
}

function loadAhead(timeline: TimelineStore, scroller: HTMLElement): void {
  // A list that is not laid out has no ends one could come to.
  if (scroller.clientHeight === 0) return;
  const { older, newer } = timeline.getState();
  const below = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
  if (older.is === 'more' && scroller.scrollTop < ahead) void timeline.loadOlder();
  if (newer.is === 'more' && below < ahead) void timeline.loadNewer();
}

/** What floats over the messages: the ways to the first unread and the newest one, and what loads. */
function TimelineJumps({ timeline, isAtBottom }: { timeline: TimelineStore; isAtBottom: boolean }) {
  const { t } = useTranslation();
  const { room } = useRoomStores();
  const unread = useRoom((state) => conversationOf(state, room.id, timeline.in).unread);
  const unreadSeen = useStore(timeline, (state) => state.unreadSeen);
  const isAtEnd = useStore(timeline, (state) => state.newer.is === 'end');
  const showNewest = !isAtBottom || !isAtEnd;
  return (
    <>
      <div className={over.above}>
        {unreadSeen ? null : (
          <button
            type="button"
            className={over.pill}
            onClick={() => void timeline.jumpToFirstUnread()}
          >
            <ArrowUp size={16} aria-hidden="true" />
            {t('timeline.firstUnread', { count: timeline.unread })}
          </button>
        )}
        <OlderState timeline={timeline} />
      </div>
      {showNewest ? (
        <div className={over.below}>
          <button
            type="button"
            className={over.pill}
            aria-label={t('timeline.newest')}
            onClick={() => void timeline.jumpToNewest()}
          >
            {unread > 0 ? t('timeline.below', { count: unread }) : null}
            <ArrowDown size={16} aria-hidden="true" />
          </button>
        </div>
      ) : null}
    </>
  );
}

function OlderState({ timeline }: { timeline: TimelineStore }) {
  const { t } = useTranslation();
  const older = useStore(timeline, (state) => state.older);
  switch (older.is) {
    case 'loading':
      return (
        <span className={over.loading}>
          <Spinner size={14} />
          <VisuallyHidden>{t('timeline.loadingOlder')}</VisuallyHidden>
        </span>
      );
    case 'missing':
      return <span className={over.note}>{t('timeline.missing')}</span>;
    case 'failed':
      return (
        <span className={over.note}>
          {t('timeline.notLoaded')}
          <Button size="small" look="quiet" onClick={() => void timeline.loadOlder()}>
            {t('timeline.tryAgain')}
          </Button>
        </span>
      );
    case 'end':
    case 'more':
      return null;
  }
}
