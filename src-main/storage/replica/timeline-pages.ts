import type { DatabaseSync } from 'node:sqlite';
import type { TimelinePage } from '../../../src-shared/member/own-copy.ts';
import type { TimelineQuery } from '../../client/replica/conversations.ts';
import type { EntryRow } from '../entry-rows.ts';
import { pinnedKind } from '../kind-table.ts';
import { prepareAll } from '../sqlite/prepare-all.ts';
import type { Held } from './projections/projection.ts';
import { shownRest } from './shown-messages.ts';

/** What stands as something of its own (`ShownEntry`); the index `entry_shown` has the same words. */
const isShown = `(e.target IS NULL OR e.kind = ${pinnedKind})`;

function rowsSql(which: string): string {
  return `
    SELECT e.place AS id, e.seq, e.kind, p.account, e.at, e.cid, e.target, ${shownRest}
    FROM entry e JOIN person p ON p.number = e.person
    WHERE e.conversation = ? AND ${which} LIMIT ?`;
}

const [upTo, since] = ['e.seq <= ? ORDER BY e.seq DESC', 'e.seq >= ? ORDER BY e.seq'];
export const timelineSql = {
  older: rowsSql(`${isShown} AND ${upTo}`),
  newer: rowsSql(`${isShown} AND ${since}`),
  olderOfAll: rowsSql(upTo),
  newerOfAll: rowsSql(since),
};

/** `rows` oldest first; all of them between `from` and `to`, both belonging to it. */
type Part = { rows: EntryRow[]; from: number; to: number };

/** What is held of one conversation. */
type Conversation = Held & { number: number };

/** Pages of a conversation. What counts is what is shown, so that many changes make none of them longer. */
export function timelinePages(database: DatabaseSync) {
  const sql = prepareAll(database, timelineSql);

  /** One more than is asked for says how far the page reaches. */
  function read(
    { number }: Conversation,
    { limit, changes }: TimelineQuery,
    place: { upTo: number } | { since: number },
  ): EntryRow[] {
    const [side, seq] = 'upTo' in place ? ['older', place.upTo] : ['newer', place.since];
    const statement = sql[`${side as 'older' | 'newer'}${changes ? 'OfAll' : ''}`];
    return statement.all(number, seq, limit + 1) as EntryRow[];
  }

  function readOlder(held: Conversation, query: TimelineQuery, to: number): Part {
    const found = read(held, query, { upTo: to });
    const beyond = found[query.limit];
    const rows = found.slice(0, query.limit).toReversed();
    return { rows, from: beyond ? beyond.seq + 1 : held.firstSeq, to };
  }

  function readNewer(held: Conversation, query: TimelineQuery, from: number): Part {
    const found = read(held, query, { since: from });
    const beyond = found[query.limit];
    return { rows: found.slice(0, query.limit), from, to: beyond ? beyond.seq - 1 : held.lastSeq };
  }

  /** Half of it before the number, unless there is too little on one side. */
  function readAround(held: Conversation, query: TimelineQuery, around: number): Part {
    const { limit } = query;
    const before = read(held, query, { upTo: around - 1 });
    const rest = read(held, query, { since: around });
    const half = Math.floor(limit / 2);
    const newer = Math.min(rest.length, Math.max(limit - half, limit - before.length));
    const older = Math.min(before.length, limit - newer);
    const [beforeThem, afterThem] = [before[older], rest[newer]];
    return {
      rows: [...before.slice(0, older).toReversed(), ...rest.slice(0, newer)],
      from: beforeThem ? beforeThem.seq + 1 : held.firstSeq,
      to: afterThem ? afterThem.seq - 1 : held.lastSeq,
    };
  }

  return {
    read(held: Conversation, query: TimelineQuery): Part {
      const { firstSeq, lastSeq } = held;
      const { before, after, around } = query;
      if (lastSeq === 0) return { rows: [], from: 1, to: 0 };
      if (around !== undefined) return readAround(held, query, around);
      if (after !== undefined) return readNewer(held, query, Math.max(after + 1, firstSeq));
      return readOlder(held, query, Math.min((before ?? Infinity) - 1, lastSeq));
    },
    /** The first one shown from a number on, else the last one before it; undefined if there is none. */
    shownAt({ number }: Conversation, seq: number): number | undefined {
      const [found] = sql.newer.all(number, seq, 1).concat(sql.older.all(number, seq, 1));
      return found && Number(found['seq']);
    },
  };
}

/** `oldestSeq`: the first number that this member may read. */
type Readable = Held & { oldestSeq: number };

/** Whether more lies at either end: older than what is held counts, newer than that does not. */
export function endsOf(
  held: Readable,
  { from, to }: Pick<Part, 'from' | 'to'>,
): Pick<TimelinePage, 'hasOlder' | 'hasNewer'> {
  if (held.lastSeq === 0) return { hasOlder: false, hasNewer: false };
  const hasOlder = (from <= to ? from - 1 : to) >= held.oldestSeq;
  return { hasOlder, hasNewer: to < held.lastSeq };
}
