import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Virtuoso, type ListRange, type VirtuosoHandle } from 'react-virtuoso';
import { useStore } from 'zustand';
import { everyone } from '../../src-shared/protocol/ids.ts';
import { useFormat } from '../i18n/use-format.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { partnerOf } from '../room/room-selectors.ts';
import { useNow } from '../room/use-now.ts';
import { TimelineJumps } from './timeline-jumps.tsx';
import { listParts, type ListContext } from './timeline-list-parts.tsx';
import { TimelineRow, type RowContext } from './timeline-row.tsx';
import { rowWithSeq, type Row } from './timeline-rows.ts';
import type { TimelineStore } from './timeline-state.ts';
import { useAttention } from './use-attention.ts';
import { visibleRange } from './visible-range.ts';
import styles from './timeline-list.module.css';

/** Pages are asked for when so few rows are left before an end of the window. */
const rowsAhead = 80;
const markMs = 2400;
const measureMs = 120;
const overscan = { top: 1200, bottom: 900 };

/** The messages of a conversation as one list that only draws what is near the screen. */
export function TimelineList({ timeline }: { timeline: TimelineStore }) {
  const rows = useStore(timeline, (state) => state.rows);
  const firstRow = useStore(timeline, (state) => state.firstRow);
  const generation = useStore(timeline, (state) => state.generation);
  const newer = useStore(timeline, (state) => state.newer);
  const virtuoso = useRef<VirtuosoHandle>(null);
  const scroller = useRef<HTMLElement | null>(null);
  const [isAtBottom, setIsAtBottom] = useState(true);
  const { clock } = useRoomStores();
  const markedSeq = useMarked(timeline);
  const context = useListContext(timeline, { markedSeq, isAtEnd: isAtBottom });
  const seeVisible = useVisible(timeline, scroller);
  const watchRange = usePaging(timeline);
  useAttention(timeline.attend);
  useJumps(timeline, virtuoso);
  // Following is for what arrives: a page that is loaded at the end must not take the reader along.
  const wasAtEnd = useRef(false);
  useEffect(() => {
    wasAtEnd.current = newer.is === 'end';
    return clock.after(0, seeVisible);
  }, [newer, rows, clock, seeVisible]);

  const { target } = timeline.getState();
  const place = target && rowWithSeq(rows, target.seq);
  return (
    <div className={styles.timeline} onKeyDown={moveBetweenMessages}>
      <Virtuoso<Row, ListContext>
        key={generation}
        ref={virtuoso}
        className={styles.scroller}
        data={rows as Row[]}
        context={context}
        components={listParts}
        firstItemIndex={firstRow}
        computeItemKey={(_, row) => row.key}
        itemContent={(_, row, own) => <TimelineRow row={row} context={own} />}
        initialTopMostItemIndex={
          place === undefined
            ? { index: 'LAST', align: 'end' }
            : { index: place, align: target?.place === 'start' ? 'start' : 'center' }
        }
        defaultItemHeight={44}
        increaseViewportBy={overscan}
        alignToBottom
        atBottomThreshold={48}
        atBottomStateChange={setIsAtBottom}
        followOutput={(atBottom) => (atBottom && wasAtEnd.current ? 'auto' : false)}
        rangeChanged={watchRange}
        onScroll={seeVisible}
        scrollerRef={(element) => {
          scroller.current = element instanceof HTMLElement ? element : null;
        }}
      />
      <TimelineJumps timeline={timeline} isAtBottom={isAtBottom} />
    </div>
  );
}

function useListContext(
  timeline: TimelineStore,
  state: { markedSeq: number | undefined; isAtEnd: boolean },
): ListContext {
  const { t } = useTranslation();
  const bridge = useBridge();
  const format = useFormat();
  const { clock, room: store } = useRoomStores();
  const members = useRoom((room) => room.members);
  const view = useRoom((room) => room.room);
  const partner = useRoom((room) => partnerOf(room, timeline.in));
  const now = useNow(clock, 60_000);
  const { markedSeq, isAtEnd } = state;
  return useMemo(() => {
    const someone = t('conversations.someone');
    const nameOf: RowContext['nameOf'] = (account) => members.get(account)?.name ?? someone;
    const ofOutbox = (name: 'message/retry' | 'message/delete') => (cid: Row['key']) =>
      void bridge.request(name, { room: store.id, cid });
    return {
      conversation: timeline.in,
      self: timeline.self,
      nameOf: (account) => (account === timeline.self ? (view?.ownName ?? '') : nameOf(account)),
      presenceName: (entry) => (entry.type === 'joined' ? entry.name : nameOf(entry.account)),
      format,
      now,
      markedSeq,
      onRetry: ofOutbox('message/retry'),
      onDelete: ofOutbox('message/delete'),
      label:
        timeline.in === everyone
          ? t('timeline.logEveryone')
          : t('timeline.log', { name: partner?.name ?? someone }),
      isAtEnd,
    };
  }, [t, bridge, format, store, members, view, partner, now, markedSeq, isAtEnd, timeline]);
}

/** The entry that was jumped to, for a moment. */
function useMarked(timeline: TimelineStore): number | undefined {
  const { clock } = useRoomStores();
  const target = useStore(timeline, (state) => state.target);
  const [faded, setFaded] = useState<typeof target>();
  useEffect(() => clock.after(markMs, () => setFaded(target)), [clock, target]);
  return target === faded ? undefined : target?.seq;
}

/** Scrolls where the store says while the list stays the same; a new one begins there by itself. */
function useJumps(timeline: TimelineStore, virtuoso: { current: VirtuosoHandle | null }): void {
  useEffect(
    () =>
      timeline.subscribe((state, before) => {
        if (state.generation !== before.generation) return;
        if (state.toEnd !== before.toEnd) {
          virtuoso.current?.scrollToIndex({ index: 'LAST', align: 'end' });
        }
        if (!state.target || state.target === before.target) return;
        const index = rowWithSeq(state.rows, state.target.seq);
        const align = state.target.place === 'start' ? 'start' : 'center';
        if (index !== undefined) virtuoso.current?.scrollToIndex({ index, align });
      }),
    [timeline, virtuoso],
  );
}

/** Tells the store what stands on the screen, not more often than one can see. */
function useVisible(timeline: TimelineStore, scroller: { current: HTMLElement | null }) {
  const { clock } = useRoomStores();
  const pending = useRef<(() => void) | undefined>(undefined);
  useEffect(() => () => pending.current?.(), []);
  return useCallback(() => {
    pending.current ??= clock.after(measureMs, () => {
      pending.current = undefined;
      const range = scroller.current && visibleRange(scroller.current);
      if (range) timeline.see(range.first, range.last);
    });
  }, [clock, timeline, scroller]);
}

/** Loads the next page well before the drawn rows come to an end of the window. */
function usePaging(timeline: TimelineStore): (range: ListRange) => void {
  const range = useRef<ListRange | undefined>(undefined);
  const load = useCallback(() => {
    if (!range.current) return;
    const { older, newer, rows, firstRow } = timeline.getState();
    const above = range.current.startIndex - firstRow;
    const below = firstRow + rows.length - 1 - range.current.endIndex;
    if (older.is === 'more' && above < rowsAhead) void timeline.loadOlder();
    if (newer.is === 'more' && below < rowsAhead) void timeline.loadNewer();
  }, [timeline]);
  useEffect(() => timeline.subscribe(load), [timeline, load]);
  return useCallback(
    (drawn) => {
      range.current = drawn;
      load();
    },
    [load],
  );
}

/** ↑ and ↓ go from message to message, so that each can be read aloud and copied without a mouse. */
function moveBetweenMessages(event: KeyboardEvent<HTMLElement>): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-message]')];
  const focused = all.findIndex((message) => message.contains(document.activeElement));
  const box = event.currentTarget.getBoundingClientRect();
  const lowest = all.findLastIndex((one) => one.getBoundingClientRect().bottom <= box.bottom);
  const next = focused === -1 ? lowest : focused + (event.key === 'ArrowUp' ? -1 : 1);
  const message = all[next];
  if (!message) return;
  event.preventDefault();
  message.focus({ preventScroll: true });
  message.scrollIntoView({ block: 'nearest' });
}
