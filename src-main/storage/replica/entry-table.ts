import type { SQLOutputValue, StatementSync } from 'node:sqlite';
import type { TimelinePage } from '../../../src-shared/member/own-copy.ts';
import type { Entry } from '../../../src-shared/protocol/entries.ts';
import type { ConversationId, RoomId } from '../../../src-shared/protocol/ids.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import type {
  ConversationRecord,
  EntryStore,
  TimelineQuery,
} from '../../client/replica/conversations.ts';
import { columnsOf, entryOfRow } from '../entry-rows.ts';
import type { EntryRow } from '../entry-rows.ts';
import type { KindTable } from '../kind-table.ts';
import type { KeptDatabase } from '../sqlite/kept-database.ts';
import { StoreError } from '../store-error.ts';
import type { ConversationTable } from './conversation-table.ts';
import type { GroupTable } from './group-table.ts';
import { newEntries, timelinePage, windowOf } from './held-range.ts';
import type { PersonTable } from './person-table.ts';
import { idOf, placeOf } from './places.ts';
import type { ConversationRow, RoomKeys, Run, Told } from './projections/projection.ts';
import { markMade, unmade } from './projections/projections.ts';
import type { OpenProjection } from './projections/projections.ts';
import type { RoomKeyTable } from './room-keys.ts';

/** New entries leave so much free: less than a host does, so that what it still took reaches a copy on the same disk. */
export const keptFreeByNews = 32 * 1024 * 1024;

export type EntryTableParts = {
  keys: RoomKeyTable;
  kinds: KindTable;
  people: PersonTable;
  conversations: ConversationTable;
  groups: GroupTable;
  projections: readonly OpenProjection[];
};

/** With the columns of projections that are asked for. */
export function entriesSql(derived: readonly string[] = []): string {
  const columns = ['e.place AS id, e.seq, e.kind, p.account, e.at, e.cid, e.rest', ...derived];
  return `
    SELECT ${columns.join(', ')} FROM entry e JOIN person p ON p.number = e.person
    WHERE e.conversation = ? AND e.seq BETWEEN ? AND ? ORDER BY e.seq`;
}

/** So many entries are read at once to be told again. */
const entriesPerPage = 500;

/** The entries in SQL. It stores them and tells projections of them, whatever those make of it. */
export class EntryTable implements EntryStore {
  readonly #kept: KeptDatabase;
  readonly #parts: EntryTableParts;
  readonly #columns: readonly string[];
  readonly #insert: StatementSync;
  readonly #timeline: StatementSync;

  constructor(kept: KeptDatabase, parts: EntryTableParts) {
    const { database } = kept;
    this.#kept = kept;
    this.#parts = parts;
    this.#columns = columnsOfAll(parts.projections);
    const columns = ['place', 'conversation', 'seq', 'kind', 'person', 'at', 'cid', 'rest'];
    const all = [...columns, ...this.#columns];
    this.#insert = database.prepare(
      `INSERT INTO entry (${all.join(', ')}) VALUES (${all.map(() => '?').join(', ')})`,
    );
    this.#timeline = database.prepare(entriesSql());
  }

  add(
    room: RoomId,
    conversation: ConversationId,
    entries: readonly Entry[],
  ): Promise<ConversationRecord> {
    const { keys: all, conversations } = this.#parts;
    return this.#kept.write(() => {
      const keys = all.of(room);
      const row = conversations.ensure(keys.copy, conversation);
      const fresh = newEntries(row, conversation, entries);
      if (fresh.length > 0) conversations.save(this.#addRun(keys, row, fresh));
      const added = conversations.record(row.number);
      this.#keepFree(entries, added);
      return added;
    });
  }

  readTimeline(query: TimelineQuery): Promise<TimelinePage> {
    const { keys, kinds, conversations, groups } = this.#parts;
    return this.#kept.read(() => {
      const { copy } = keys.of(query.room);
      const row = conversations.read(copy, query.in) ?? { number: 0, firstSeq: 0, lastSeq: 0 };
      const { from, to } = windowOf(row, query);
      const rows = from > to ? [] : (this.#timeline.all(row.number, from, to) as EntryRow[]);
      const entries = rows.map((found) =>
        entryOfRow(found, { in: query.in, seq: found.seq, id: idOf(found.id) }, kinds),
      );
      const oldestSeq = groups.firstSeq(copy, query.in);
      return timelinePage({ ...row, oldestSeq }, { from, to }, entries);
    });
  }

  /** Within a transaction: projections that are not made yet are told of everything that is held. */
  retell(): void {
    const { database } = this.#kept;
    const due = unmade(database, this.#parts.projections);
    const told = due.filter((projection) => !projection.makeAnew);
    try {
      for (const projection of due) projection.forget?.();
      if (told.length > 0) this.#retellAll(told);
      for (const projection of due) projection.makeAnew?.();
      for (const { kind } of due) markMade(database, kind);
    } catch (error) {
      for (const projection of due) projection.forget?.();
      throw error;
    }
  }

  /** A room may say whatever it likes, but it does not fill this disk. */
  #keepFree(entries: readonly Entry[], { lastSeq }: ConversationRecord): void {
    const areOlder = (entries.at(-1)?.seq ?? 0) < lastSeq;
    const leastFree = areOlder ? limits.freeDiskBytes : keptFreeByNews;
    if (this.#kept.freeBytes() >= leastFree) return;
    throw new StoreError({ code: 'data-full', subject: this.#kept.path });
  }

  /** Adds a run that `newEntries` let through and answers with the conversation's row as it is then. */
  #addRun(room: RoomKeys, row: ConversationRow, entries: readonly Entry[]): ConversationRow {
    const { projections } = this.#parts;
    const conversation = { ...row };
    const run: Run = { room, before: row, conversation };
    for (const entry of entries) {
      const told: Told = { entry, place: placeOf(room.copy, entry.id), columns: {} };
      for (const projection of projections) projection.tell?.(told, run);
      this.#addOne(run, told);
    }
    const first = entries[0]?.seq ?? row.firstSeq;
    conversation.firstSeq = row.lastSeq === 0 ? first : Math.min(row.firstSeq, first);
    conversation.lastSeq = Math.max(row.lastSeq, entries.at(-1)?.seq ?? 0);
    return conversation;
  }

  #addOne({ room, conversation }: Run, { entry, place, columns }: Told): void {
    const { kinds, people } = this.#parts;
    const { kind, account, at, cid, rest } = columnsOf(entry, kinds);
    const person = people.ensure(room.copy, account);
    const derived = this.#columns.map((column) => columns[column] ?? null);
    this.#insert.run(
      place,
      conversation.number,
      entry.seq,
      kind,
      person,
      at,
      cid,
      rest,
      ...derived,
    );
  }

  #retellAll(projections: readonly OpenProjection[]): void {
    const { keys, conversations } = this.#parts;
    const columns = columnsOfAll(projections);
    const read = this.#kept.database.prepare(entriesSql(this.#columns));
    const keep =
      columns.length > 0 &&
      this.#kept.database.prepare(
        `UPDATE entry SET ${columns.map((column) => `${column} = ?`).join(', ')} WHERE place = ?`,
      );
    for (const room of keys.all()) {
      const rows = conversations.rows(room.copy);
      for (const projection of projections) projection.clear?.(room, rows);
      for (const conversation of rows) {
        const run: Run = {
          room,
          before: { ...conversation, firstSeq: 0, lastSeq: 0 },
          conversation,
        };
        for (const told of this.#stored(read, conversation)) {
          for (const projection of projections) projection.tell?.(told, run);
          if (keep) keep.run(...columns.map((column) => told.columns[column] ?? null), told.place);
        }
        conversations.save(conversation);
      }
    }
  }

  /** Page by page: what is read must not change meanwhile. */
  *#stored(read: StatementSync, { number, name, firstSeq, lastSeq }: ConversationRow) {
    const { kinds } = this.#parts;
    for (let seq = firstSeq; seq <= lastSeq; seq += entriesPerPage) {
      const rows = read.all(number, seq, seq + entriesPerPage - 1) as RetoldRow[];
      for (const row of rows) {
        const { id: place } = row;
        const entry = entryOfRow(row, { in: name, seq: row.seq, id: idOf(place) }, kinds);
        const columns = Object.fromEntries(
          this.#columns.map((column) => [column, row[column] ?? null]),
        );
        yield { entry, place, columns } satisfies Told;
      }
    }
  }
}

type RetoldRow = EntryRow & Record<string, SQLOutputValue>;

function columnsOfAll(projections: readonly OpenProjection[]): string[] {
  return projections.flatMap(({ kind }) => kind.columns ?? []);
}
