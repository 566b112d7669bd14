import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { everyone } from '../../src-shared/protocol/ids.ts';
import { conversationName, conversationOf } from '../room/room-selectors.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import {
  moveBetweenMessages,
  createScrollPlace,
  rowAt,
  stayWhereUnfolded,
  visibleRows,
  type ScrollPlace,
} from '../messages/scroll-place.ts';
import { countAsked } from '../../src-shared/member/attention.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import { useMessageActs } from './use-message-acts.tsx';
import { ShownRows } from './shown-rows.tsx';
import { rowWithSeq, seqRange } from './timeline-rows.ts';
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
  const { markedSeq, isHit } = useMarked(timeline);
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
        <div ref={list} role="list" data-hit={isHit || undefined}>
          <ShownRows timeline={timeline} rows={rows} markedSeq={markedSeq} acts={acts} />
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
    const view = conversationOf(room.getState(), room.id, timeline.in);
    const asked = countAsked(view, view.attention);
    const ends = [room.read(timeline.in), app.read({ room: room.id, in: timeline.in, asked })];
    return () => {
      for (const end of ends) end();
    };
  }, [isReading, room, app, timeline]);
}

/** The entry that was jumped to: for a moment, or as long as it is the hit at which the search stands. */
function useMarked(timeline: TimelineStore) {
  const { clock, frame, room, search } = useRoomStores();
  const target = useStore(timeline, (state) => state.target);
  const [faded, setFaded] = useState<typeof target>();
  const isSearching = useStore(frame, ({ pane }) => pane === 'search');
  const isVisited = useStore(search, ({ hits, visited }) => {
    const hit = hits[visited];
    const isHere = hit?.room === room.id && hit.message.in === timeline.in;
    return isHere && hit.message.seq === target?.seq;
  });
  const isHit = isSearching && isVisited && target !== faded;
  useEffect(
    () => (isHit ? undefined : clock.after(markMs, () => setFaded(target))),
    [clock, target, isHit],
  );
  return { markedSeq: target === faded ? undefined : target?.seq, isHit };
}

type Elements = {
  scroller: RefObject<HTMLElement | null>;
  list: RefObject<HTMLElement | null>;
};

/** Everything that moves the list or follows from its being moved. */
function useScrolling(timeline: TimelineStore, { scroller, list }: Elements) {
  const { clock, jump } = useRoomStores();
  const rows = useStore(timeline, (state) => state.rows);
  const generation = useStore(timeline, (state) => state.generation);
  const target = useStore(timeline, (state) => state.target);
  const toEnd = useStore(timeline, (state) => state.toEnd);
  const [isAtEnd, setIsAtEnd] = useState(true);
  const place = useRef<ScrollPlace>(undefined);
  const follow = useRef<() => void>(() => undefined);
  const load = useRef<() => void>(() => undefined);

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
      cancelSee ??= clock.after(measureMs, see);
    };
    load.current = () => loadAhead(timeline, outer);
    const sizes = new ResizeObserver(() => {
      made.settle();
      follow.current();
      load.current();
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
    const row = index === undefined ? undefined : list.current && rowAt(list.current, index);
    if (!target || !(row instanceof HTMLElement)) return;
    place.current?.toRow(row, target.place);
    const isLanding = jump.isLandingIn(timeline.in, target.seq);
    if (isLanding && document.activeElement === document.body) focusMessage(row);
  }, [timeline, list, generation, target, jump]);
  // Once all that is shown with it has left the focus to it.
  useEffect(() => {
    if (jump.isLandingIn(timeline.in, target?.seq ?? 0)) jump.landed();
  }, [timeline, target, jump]);
  useEffect(() => follow.current(), [rows, generation, target, toEnd]);
  // What one sees comes before what lies ahead.
  useEffect(() => afterFrame(clock, () => load.current()), [clock, rows, generation]);

  return {
    isAtEnd,
    onScroll: () => {
      place.current?.moved();
      follow.current();
      load.current();
    },
  };
}

function focusMessage(row: HTMLElement): void {
  const message = row.matches('[data-message]') ? row : row.querySelector('[data-message]');
  if (message instanceof HTMLElement) message.focus({ preventScroll: true });
}

/** Once the frame is on the screen that shows things as they are now. Returns what cancels it. */
function afterFrame(clock: Clock, act: () => void): () => void {
  let cancel: (() => void) | undefined;
  const frame = requestAnimationFrame(() => {
    cancel = clock.after(0, act);
  });
  return () => {
    cancelAnimationFrame(frame);
    cancel?.();
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
  // How many, the list of conversations says.
  const hasNew = useRoom((state) => conversationOf(state, room.id, timeline.in).unread > 0);
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
            aria-label={hasNew ? undefined : t('timeline.newest')}
            onClick={() => void timeline.jumpToNewest()}
          >
            {hasNew ? t('timeline.below') : null}
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
