import type { TFunction } from 'i18next';
import { memo, useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { conversationKind, type AccountId, type Cid } from '../../src-shared/protocol/ids.ts';
import { mayActOn } from '../../src-shared/protocol/roles.ts';
import { isTooLateToEdit } from '../../src-shared/protocol/room-settings.ts';
import { keywordFinder } from '../../src-shared/text/find-keywords.ts';
import { useFormat } from '../i18n/format.ts';
import type { MessageActs } from '../messages/message-acts.ts';
import { refusePins, refuseWriting } from '../room/permissions.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { isBlocked, isGuest, nameOf, roleIn, writerOf } from '../room/room-selectors.ts';
import { savedKey } from '../room/saved-store.ts';
import { useApp, useNow } from '../window/app-context.tsx';
import { partOfRows } from '../messages/scroll-place.ts';
import styles from '../messages/scroller.module.css';
import { chunksOf, type RowChunk } from './row-chunks.ts';
import { TimelineRow } from './timeline-row.tsx';
import { rowWithSeq, type Row } from './timeline-rows.ts';
import type { TimelineStore } from './timeline-store.ts';

type ShownRowsProps = {
  timeline: TimelineStore;
  rows: readonly Row[];
  markedSeq: number | undefined;
  acts: MessageActs;
};

/** The rows of a timeline. What came at its end is drawn without a look at the thousand rows above. */
export function ShownRows({ timeline, rows, markedSeq, acts }: ShownRowsProps) {
  const [cut] = useState(() => {
    let cutBefore: readonly RowChunk[] = [];
    return (all: readonly Row[]) => (cutBefore = chunksOf(all, cutBefore));
  });
  const chunks = useMemo(() => cut(rows), [cut, rows]);
  const standing = useStanding(timeline, acts);
  const [watch] = useState(restingWatch);
  const isDirect = conversationKind(timeline.in) === 'direct';
  const newestOwn = isDirect ? undefined : rows.findLast(({ body }) => isOwn(body));
  const place = markedSeq === undefined ? undefined : rowWithSeq(rows, markedSeq);
  const marked = place === undefined ? undefined : rows[place];
  return chunks.map((chunk) => (
    <Chunk
      key={chunk.key}
      rows={chunk.rows}
      standing={standing}
      watch={watch}
      newestOwn={newestOwn && chunk.rows.includes(newestOwn) ? newestOwn : undefined}
      marked={marked && chunk.rows.includes(marked) ? marked : undefined}
    />
  ));
}

type ChunkProps = {
  rows: readonly Row[];
  standing: Standing;
  watch: RestingWatch;
  newestOwn: Row | undefined;
  marked: Row | undefined;
};

const Chunk = memo(function Chunk({ rows, standing, watch, newestOwn, marked }: ChunkProps) {
  const { t } = useTranslation();
  const { timeline, self, role, now, format, saved, isIn } = standing;
  const someone = t('conversations.someone');
  const isDirect = conversationKind(timeline.in) === 'direct';
  const mayRemove = (account: AccountId): boolean =>
    account === timeline.self || mayActOn(role, 'delete-any', roleIn(standing, account));
  const forwardedFrom = ({ body }: Row) => {
    const from = body.is === 'message' ? body.entry.forwarded : undefined;
    return from && (nameOf(standing, from) ?? someone);
  };
  const shown = rows.map((row) => {
    const account = senderOf(row, timeline.self);
    const entry = row.body.is === 'message' ? row.body.entry : undefined;
    const isImported = entry?.imported !== undefined;
    return (
      <TimelineRow
        key={row.key}
        row={row}
        conversation={timeline.in}
        account={account}
        name={nameIn(row, standing, t)}
        self={self}
        isKnown={account !== undefined && !isImported && standing.members.has(account)}
        isGuest={!isImported && isGuest(standing, account)}
        forwardedFrom={forwardedFrom(row)}
        reached={reachedOf(row, standing)}
        isNewestOwn={row === newestOwn}
        isBlocked={isDirect ? false : isBlocked(standing, account)}
        day={row.day === undefined ? undefined : format.dayMark(row.day, now)}
        isMarked={row === marked}
        format={format}
        onRetry={standing.onRetry}
        onDelete={standing.onDelete}
        acts={standing.acts}
        holdsKeyword={standing.holdsKeyword}
        mayWrite={standing.mayWrite}
        isTooLate={
          entry !== undefined && isTooLateToEdit(standing, { role, ageMs: now - entry.at })
        }
        mayPin={standing.mayPin}
        isSaved={entry !== undefined && saved.has(savedKey(timeline.in, entry.seq))}
        mayRemove={isIn && account !== undefined && mayRemove(account)}
      />
    );
  });
  return (
    <div ref={useResting(rows, watch)} className={styles.part} {...partOfRows}>
      {shown}
    </div>
  );
});

/** What is nearer to the screen than this, in pixels, is laid out as ever: nothing changes under a pointer, or is late. */
const nearPx = 1000;

/**
 * Lets a part rest while it is far from the screen. Only once it was laid out with the rows that it has now: then its
 * height is known, and nothing moves when it comes near.
 */
function useResting(rows: readonly Row[], watch: RestingWatch): RefObject<HTMLDivElement | null> {
  const part = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const { current } = part;
    if (!current) return undefined;
    current.removeAttribute('data-resting');
    return watch(current);
  }, [rows, watch]);
  return part;
}

type RestingWatch = ReturnType<typeof restingWatch>;

/** One observer for all parts of a list: each by itself makes every frame look at the list anew. */
function restingWatch() {
  let observer: IntersectionObserver | undefined;
  return (part: Element): (() => void) => {
    if (typeof IntersectionObserver === 'undefined') return () => undefined;
    observer ??= new IntersectionObserver(
      (seen) => {
        for (const { target, isIntersecting } of seen)
          target.toggleAttribute('data-resting', !isIntersecting);
      },
      { root: part.closest('[role="log"]'), rootMargin: `${nearPx}px 0px` },
    );
    observer.observe(part);
    return () => observer?.unobserve(part);
  };
}

type Standing = ReturnType<typeof useStanding>;

/** All that rows depend on besides themselves; the same object as long as it says the same. */
function useStanding(timeline: TimelineStore, acts: MessageActs) {
  const { request, room, saved: savedStore } = useRoomStores();
  const saved = useStore(savedStore, (held) => held.keys);
  const format = useFormat();
  const now = useNow();
  const seen = useSeenOfRoom(timeline);
  const keywords = useApp(({ settings }) => settings.keywords);
  const holdsKeyword = useMemo(() => keywordFinder(keywords), [keywords]);
  const waiting = useMemo(
    () => ({
      onRetry: (cid: Cid) => void request('message/retry', { room: room.id, cid }),
      onDelete: (cid: Cid) => void request('message/delete', { room: room.id, cid }),
    }),
    [request, room],
  );
  return useMemo(() => {
    const { self: account, ownName } = seen;
    const own = account && { account, ownName };
    return { ...seen, ...waiting, room: own, timeline, acts, saved, format, now, holdsKeyword };
  }, [seen, waiting, timeline, acts, saved, format, now, holdsKeyword]);
}

/**
 * All of the room that rows depend on, and no more: with every message the room's counts change, and a
 * thousand rows are not to be gone through for each of those.
 */
function useSeenOfRoom({ in: conversation }: TimelineStore) {
  return useRoom((state) => {
    const { room, members, contacts } = state;
    const isDirect = conversationKind(conversation) === 'direct';
    const isIn = state.groups.get(conversation)?.standing !== 'left';
    return {
      members,
      contacts,
      self: room?.account,
      ownName: room?.ownName ?? '',
      role: room?.role ?? ('member' as const),
      editSeconds: room?.settings.editSeconds ?? 0,
      deliveredSeq: state.conversations.get(conversation)?.deliveredSeq ?? 0,
      readSeq: isDirect ? (state.reads.get(conversation)?.[0]?.seq ?? 0) : 0,
      isIn,
      mayWrite: isIn && refuseWriting(state, conversation) === undefined,
      mayPin: refusePins(state, conversation) === undefined,
    };
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

function nameIn({ body }: Row, standing: Standing, t: TFunction): string {
  if (body.is === 'message') return writerOf(standing, body.entry, t);
  const { self } = standing.timeline;
  return body.is === 'waiting' ? writerOf(standing, { from: self }, t) : '';
}

function senderOf({ body }: Row, self: AccountId): AccountId | undefined {
  if (body.is === 'message') return body.entry.from;
  return body.is === 'waiting' ? self : undefined;
}
