import type { TimelinePage } from '../../../src-shared/member/own-copy.ts';
import type { Entry } from '../../../src-shared/protocol/entries.ts';
import type { ConversationId } from '../../../src-shared/protocol/ids.ts';
import type { TimelineQuery } from '../../client/replica/conversations.ts';
import type { Held } from './projections/projection.ts';

/**
 * The entries that are not held yet. Throws if they are not one run without a hole that touches what is
 * held: that is a defect of whoever fetched them.
 */
export function newEntries(
  held: Held,
  conversation: ConversationId,
  entries: readonly Entry[],
): Entry[] {
  const first = entries[0];
  if (!first) return [];
  entries.forEach((entry, index) => {
    if (entry.in !== conversation)
      throw new Error(`Entry of ${entry.in} given for ${conversation}`);
    if (entry.seq !== first.seq + index)
      throw new Error(`A hole between entries: ${first.seq + index} is missing`);
  });
  if (held.lastSeq === 0) return [...entries];
  const lastSeq = first.seq + entries.length - 1;
  if (first.seq > held.lastSeq + 1 || lastSeq < held.firstSeq - 1)
    throw new Error(
      `A hole: ${first.seq}…${lastSeq} does not touch ${held.firstSeq}…${held.lastSeq}`,
    );
  return entries.filter(({ seq }) => seq < held.firstSeq || seq > held.lastSeq);
}

/** The numbers to show, both ends belonging to it; empty if `to` is below `from`. */
type Window = { from: number; to: number };

/** Which of the held numbers a query asks for. */
export function windowOf({ firstSeq, lastSeq }: Held, query: TimelineQuery): Window {
  const { before, after, around, limit } = query;
  if (lastSeq === 0) return { from: 1, to: 0 };
  if (before !== undefined) {
    const to = Math.min(before - 1, lastSeq);
    return { from: Math.max(firstSeq, to - limit + 1), to };
  }
  if (after !== undefined) {
    const from = Math.max(after + 1, firstSeq);
    return { from, to: Math.min(lastSeq, from + limit - 1) };
  }
  if (around === undefined) return { from: Math.max(firstSeq, lastSeq - limit + 1), to: lastSeq };
  const newest = around - Math.floor(limit / 2) + limit - 1;
  const to = Math.min(lastSeq, Math.max(newest, firstSeq + limit - 1));
  return { from: Math.max(firstSeq, to - limit + 1), to };
}

/** `oldestSeq`: the first number that this member may read, 1 but for a group joined later. */
type Readable = Held & { oldestSeq: number };

/** Whether more lies at either end: older than what is held counts, newer than that does not. */
export function endsOf(
  held: Readable,
  { from, to }: Window,
): Pick<TimelinePage, 'hasOlder' | 'hasNewer'> {
  if (held.lastSeq === 0) return { hasOlder: false, hasNewer: false };
  const hasOlder = (from <= to ? from - 1 : to) >= held.oldestSeq;
  return { hasOlder, hasNewer: to < held.lastSeq };
}
