import type { StatementSync } from 'node:sqlite';
import { emptiedRest } from '../../../src-shared/protocol/entry-parts.ts';
import { everyone } from '../../../src-shared/protocol/ids.ts';
import type { ConversationId } from '../../../src-shared/protocol/ids.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import { keep as keepSchema } from '../../../src-shared/protocol/retention.ts';
import type { Keep } from '../../../src-shared/protocol/retention.ts';
import type { Expiring, RoomLog } from '../../room/ports.ts';
import { messageKind } from '../kind-table.ts';
import type { KindTable } from '../kind-table.ts';
import type { KeptDatabase } from '../sqlite/kept-database.ts';
import { prepareAll } from '../sqlite/prepare-all.ts';
import type { TimeTable } from './time-table.ts';

/** Conversations that are looked at in one turn of the loop. */
const conversationsAtOnce = 200;
/** How many of them get a step then: each is an entry of the log. */
const stepsAtOnce = 4;
/** Numbers beyond what is kept before any go: else each message would end another one, with an entry of its own. */
const slackOf = (messages: number): number => Math.ceil(messages / 20);
const dayMs = 24 * 60 * 60_000;

const withRules = `
  SELECT c.number, c.name, c.first_seq AS firstSeq, c.last_seq AS lastSeq, g.keep
  FROM conversation c LEFT JOIN group_conversation g ON g.conversation = c.number`;
// What the room decides by does not grow old.
const conversationsFromSql = `
  ${withRules} WHERE c.number >= ? AND c.name <> 'system' ORDER BY c.number LIMIT ?`;
export const somethingToGoSql = `
  SELECT 1 FROM entry WHERE conversation = ? AND seq BETWEEN ? AND ? AND kind <> ? LIMIT 1`;

const statements = {
  from: conversationsFromSql,
  one: `${withRules} WHERE c.name = ?`,
  ofRoom: 'SELECT keep FROM room',
  hasRules: `
    SELECT 1 FROM room WHERE keep IS NOT NULL UNION ALL
    SELECT 1 FROM group_conversation WHERE keep IS NOT NULL LIMIT 1`,
  idOf: 'SELECT id FROM entry WHERE conversation = ? AND seq = ?',
  somethingToGo: somethingToGoSql,
  count: `
    SELECT count(*) AS count FROM (
      SELECT 1 FROM entry WHERE conversation = ? AND seq BETWEEN ? AND ? AND kind = ${messageKind}
        AND rest <> '${emptiedRest}' LIMIT ?)`,
};
type Sql = Record<keyof typeof statements, StatementSync>;

/** `keep`: of a group or a topic that has a rule of its own. */
type Row = {
  number: number;
  name: ConversationId;
  firstSeq: number;
  lastSeq: number;
  keep: string | null;
};

/** `slack`: what may stay beyond it. `lastBefore`: the newest entry that is as old as a time, or older. */
type Rule = {
  keep: Keep;
  now: number;
  slack?: (messages: number) => number;
  lastBefore: (time: number) => number;
};
type Query<M extends 'expiring' | 'countExpired'> = Parameters<RoomLog[M]>[0];

export type RetentionRules = ReturnType<typeof retentionRules>;

/** What the room's rules let go; within a read. */
export function retentionRules(
  { database }: KeptDatabase,
  { kinds, times }: { kinds: KindTable; times: TimeTable },
) {
  const sql = prepareAll(database, statements);
  const ofRoom = (): Keep => keepIn(sql.ofRoom.get()?.['keep']);

  /** One step, if anything but earlier steps is to go. */
  function stepOf(row: Row, look: Pick<Rule, 'now' | 'lastBefore'>): Expiring['drafts'] {
    const keep = row.keep === null ? ofRoom() : keepIn(row.keep);
    const floor = floorOf(row, { keep, ...look }, sql);
    if (floor <= row.firstSeq) return [];
    const target = Math.min(floor, row.firstSeq + limits.expiredAtOnce) - 1;
    const steps = kinds.find({ name: 'expired', who: 'by' }) ?? 0;
    const isWorth = sql.somethingToGo.get(row.number, row.firstSeq, floor - 1, steps);
    return isWorth ? [{ in: row.name, target }] : [];
  }

  return {
    expiring({ now, from }: Query<'expiring'>): Expiring {
      if (!sql.hasRules.get()) return { drafts: [] };
      const rows = sql.from.all(from, conversationsAtOnce) as Row[];
      const drafts: Expiring['drafts'] = [];
      const look = { now, lastBefore: lastBeforeOf(times) };
      for (const row of rows) {
        if (drafts.length >= stepsAtOnce) return { drafts, from: row.number };
        drafts.push(...stepOf(row, look));
      }
      const last = rows.length === conversationsAtOnce ? rows.at(-1) : undefined;
      return last ? { drafts, from: last.number + 1 } : { drafts };
    },
    countExpired({ in: id, keep: there, now }: Query<'countExpired'>) {
      const most = limits.mostCountedToGo;
      const keep = there === 'as-room' ? ofRoom() : there;
      const rows = (id === everyone ? sql.from.all(0, most) : sql.one.all(id)) as Row[];
      const rule = { keep, now, slack: () => 0, lastBefore: lastBeforeOf(times) };
      let messages = 0;
      for (const row of rows) {
        if (id === everyone && row.keep !== null) continue;
        const floor = floorOf(row, rule, sql);
        if (floor <= row.firstSeq) continue;
        const left = most + 1 - messages;
        const found = sql.count.get(row.number, row.firstSeq, floor - 1, left);
        messages += Number(found?.['count']);
        if (messages > most) return { messages: most, isMore: true as const };
      }
      return { messages };
    },
  };
}

/** The first number that stays. */
function floorOf(
  { number, firstSeq, lastSeq }: Row,
  { keep, now, slack = slackOf, lastBefore }: Rule,
  sql: Sql,
): number {
  if (keep === 'all') return firstSeq;
  if ('messages' in keep) {
    const isOver = lastSeq - firstSeq + 1 > keep.messages + slack(keep.messages);
    return isOver ? lastSeq - keep.messages + 1 : firstSeq;
  }
  const lastOld = lastBefore(now - keep.days * dayMs);
  const isOld = (seq: number): boolean => Number(sql.idOf.get(number, seq)?.['id']) <= lastOld;
  if (lastOld === 0 || !isOld(firstSeq)) return firstSeq;
  let [low, high] = [firstSeq, lastSeq + 1];
  // Halved again and again: the ids of a conversation rise with its numbers.
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isOld(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A time is the same for all conversations of a look, and found by going through hours. */
function lastBeforeOf(times: TimeTable): Rule['lastBefore'] {
  const known = new Map<number, number>();
  return (time) => {
    const found = known.get(time) ?? times.lastBefore(time);
    known.set(time, found);
    return found;
  };
}

/** As a column has it; all, if there is no rule. */
export function keepIn(column: unknown): Keep {
  return typeof column === 'string' ? keepSchema.parse(JSON.parse(column)) : 'all';
}
