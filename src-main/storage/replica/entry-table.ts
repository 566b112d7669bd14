import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import { isChange } from '../../../src-shared/protocol/entries.ts';
import type { Entry } from '../../../src-shared/protocol/entries.ts';
import { emptiedRest } from '../../../src-shared/protocol/entry-parts.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import type { ConversationRecord, EntryStore } from '../../client/replica/conversations.ts';
import { columnsOf, entryOfRow } from '../entry-rows.ts';
import type { EntryRow } from '../entry-rows.ts';
import type { KindTable } from '../kind-table.ts';
import type { KeptDatabase } from '../sqlite/kept-database.ts';
import { StoreError } from '../store-error.ts';
import type { ConversationTable } from './conversation-table.ts';
import { expiredEntries } from './expired-entries.ts';
import { newEntries } from './held-range.ts';
import { messageChanges } from './message-changes.ts';
import type { GroupTable } from './people-tables.ts';
import type { PersonTable, RoomKeyTable } from './key-tables.ts';
import { pictureMessages } from './picture-messages.ts';
import { idOf, placeOf } from './places.ts';
import type { ConversationRow, RoomKeys, Run, Told } from './projections/projection.ts';
import { changes as changesKind } from './projections/changes.ts';
import { markMade, unmade } from './projections/projections.ts';
import type { OpenProjection } from './projections/projections.ts';
import { shownRest } from './shown-messages.ts';
import type { ShownMessages } from './shown-messages.ts';
import { endsOf, timelinePages } from './timeline-pages.ts';

/** New entries leave so much free: less than a host does, so that what it still took reaches a copy on the same disk. */
export const keptFreeByNews = 32 * 1024 * 1024;

export type EntryTableParts = {
  keys: RoomKeyTable;
  kinds: KindTable;
  people: PersonTable;
  conversations: ConversationTable;
  groups: GroupTable;
  messages: ShownMessages;
  projections: readonly OpenProjection[];
};

/** All of a range, with the columns of projections that are asked for; `written`: as the log has them, not as people see them. */
export function entriesSql(
  derived: readonly string[] = [],
  as: 'shown' | 'written' = 'shown',
): string {
  const rest = as === 'shown' ? shownRest : 'e.rest';
  const columns = ['e.place AS id, e.seq, e.kind, p.account, e.at, e.cid, e.target', rest];
  return `
    SELECT ${[...columns, ...derived].join(', ')} FROM entry e JOIN person p ON p.number = e.person
    WHERE e.conversation = ? AND e.seq BETWEEN ? AND ? ORDER BY e.seq`;
}

const nothingHeld = { number: 0, firstSeq: 0, lastSeq: 0, oldestSeq: 1 };

/** So many entries are read at once to be told again. */
const entriesPerPage = 500;

/** The entries in SQL. It stores them and tells projections of them, whatever those make of it. */
export function entryTable(kept: KeptDatabase, parts: EntryTableParts) {
  const { keys, kinds, people, conversations, messages, projections } = parts;
  const { database } = kept;
  const derived = columnsOfAll(projections);
  const own = ['place', 'conversation', 'seq', 'kind', 'person', 'at', 'cid', 'target', 'rest'];
  const all = [...own, ...derived];
  const insert = database.prepare(
    `INSERT INTO entry (${all.join(', ')}) VALUES (${all.map(() => '?').join(', ')})`,
  );
  const changing = messageChanges(kept, { kinds, messages, projections, derived });

  /** Adds a run that `newEntries` let through and answers with the conversation's row as it is then. */
  function addRun(room: RoomKeys, row: ConversationRow, entries: readonly Entry[]) {
    const conversation = { ...row };
    const run: Run = { room, before: row, conversation };
    const changedSeqs = new Set<number>();
    for (const entry of entries) {
      const told: Told = { entry, place: placeOf(room.copy, entry.id), columns: {} };
      for (const projection of projections) projection.tell?.(told, run);
      addOne(run, told, entry);
      if (isChange(entry) && changing.follow(entry, run)) changedSeqs.add(entry.target);
    }
    for (const seq of changedSeqs) changing.apply(seq, run);
    for (const projection of projections) projection.settle?.();
    const first = entries[0]?.seq ?? row.firstSeq;
    conversation.firstSeq = row.lastSeq === 0 ? first : Math.min(row.firstSeq, first);
    conversation.lastSeq = Math.max(row.lastSeq, entries.at(-1)?.seq ?? 0);
    return conversation;
  }

  function addOne({ room, conversation }: Run, told: Told, written: Entry): void {
    // Of what is known to be deleted no text is stored, however it comes.
    const isGone = told.entry.type === 'message' && told.entry.text === '';
    const entry = isGone ? told.entry : written;
    const { kind, account, at, cid, target, rest } = columnsOf(entry, kinds);
    const person = people.ensure(room.copy, account);
    const columns = isGone ? { ...told.columns, shown: null } : told.columns;
    const values = derived.map((column) => columns[column] ?? null);
    const { place } = told;
    const { seq } = entry;
    const kept1 = isGone ? emptiedRest : rest;
    try {
      insert.run(place, conversation.number, seq, kind, person, at, cid, target, kept1, ...values);
    } catch (error) {
      throw isTaken(error) ? new StoreError({ code: 'cursor-ahead' }, { cause: error }) : error;
    }
  }

  const store: EntryStore = {
    add: (room, conversation, entries) =>
      kept.write(() => {
        const found = keys.of(room);
        const row = conversations.ensure(found.copy, conversation);
        const fresh = newEntries(row, conversation, entries);
        if (fresh.length > 0) conversations.save(addRun(found, row, fresh));
        const added = conversations.record(row.number);
        keepFree(kept, entries, added);
        return added;
      }),
    ...expiredEntries(kept, parts),
    ...entryReads(kept, parts),
  };
  return {
    ...store,
    /** Within a transaction: projections that are not made yet are told of everything that is held. */
    retell(): void {
      const due = unmade(database, projections);
      const told = due.filter((projection) => !projection.makeAnew);
      try {
        for (const projection of due) projection.forget?.();
        if (told.length > 0) retellAll(database, told, parts);
        for (const projection of due) projection.makeAnew?.();
        for (const { kind } of due) markMade(database, kind);
      } catch (error) {
        for (const projection of due) projection.forget?.();
        throw error;
      }
    },
  };
}

/** The room has given out a place in its log twice: what is held is of a log that is not there any more (W9). */
function isTaken(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === constraintPrimaryKey;
}

/** https://sqlite.org/rescode.html */
const constraintPrimaryKey = 1555;

function entryReads(
  kept: KeptDatabase,
  { keys, kinds, conversations, groups, messages }: EntryTableParts,
): Omit<EntryStore, 'add' | 'dropBelow' | 'filesBelow'> {
  const pages = timelinePages(kept.database);
  const pictures = pictureMessages(kept.database);
  const time = kept.database.prepare('SELECT at FROM entry WHERE conversation = ? AND seq = ?');
  return {
    readTimeline: (query) =>
      kept.read(() => {
        const { copy, account } = keys.of(query.room);
        const row = conversations.read(copy, query.in) ?? { ...nothingHeld, name: query.in };
        const { rows, from, to } = pages.read(row, query);
        const entries = rows.map((found) =>
          entryOfRow(found, { in: query.in, seq: found.seq, id: idOf(found.id) }, kinds),
        );
        const oldestSeq = Math.max(groups.firstSeq(copy, query.in), row.oldestSeq);
        return {
          from,
          to,
          entries,
          ...messages.around(row, entries, account),
          ...endsOf({ ...row, oldestSeq }, { from, to }),
        };
      }),
    readMessages: (room, conversation, seqs) =>
      kept.read(() => {
        const { copy, account } = keys.of(room);
        const row = conversations.read(copy, conversation);
        return row ? messages.read(row, new Set(seqs), account) : [];
      }),
    readPinned: (room, conversation) =>
      kept.read(() => {
        const { copy, account } = keys.of(room);
        const row = conversations.read(copy, conversation);
        return row ? messages.read(row, messages.pinned(row), account) : [];
      }),
    readPictures: (query) =>
      kept.read(() => {
        const { copy, account } = keys.of(query.room);
        const row = conversations.read(copy, query.in);
        if (!row) return [];
        return messages.read(row, pictures(row.number, query), account);
      }),
    firstSince: (room, conversation, at) =>
      kept.read(() => {
        const row = conversations.read(keys.of(room).copy, conversation);
        if (!row) return 0;
        let [low, high] = [row.firstSeq, row.lastSeq];
        // Halved again and again: a clock that was set back puts one a little beside it, and no more.
        while (low < high) {
          const middle = Math.floor((low + high) / 2);
          if (Number(time.get(row.number, middle)?.['at']) < at) low = middle + 1;
          else high = middle;
        }
        return pages.shownAt(row, low) ?? 0;
      }),
    readVersions: (room, conversation, seq) =>
      kept.read(() => {
        const row = conversations.read(keys.of(room).copy, conversation);
        const written = row && messages.written(row, seq);
        return written ? [...messages.now(written, row).versions] : [];
      }),
  };
}

/** A room may say whatever it likes, but it does not fill this disk. */
function keepFree(
  { freeBytes, path }: KeptDatabase,
  entries: readonly Entry[],
  { lastSeq }: ConversationRecord,
): void {
  const areOlder = (entries.at(-1)?.seq ?? 0) < lastSeq;
  const leastFree = areOlder ? limits.freeDiskBytes : keptFreeByNews;
  if (freeBytes() < leastFree) throw new StoreError({ code: 'data-full', subject: path });
}

function retellAll(
  database: DatabaseSync,
  told: readonly OpenProjection[],
  { keys, kinds, conversations, projections }: EntryTableParts,
): void {
  const derived = columnsOfAll(projections);
  const isMadeOfLog = told.some(({ kind }) => kind === changesKind);
  const read = database.prepare(entriesSql(derived, isMadeOfLog ? 'written' : 'shown'));
  const changed = columnsOfAll(told);
  const changes = changed.map((name) => `${name} = ?`).join(', ');
  const keep =
    changed.length > 0 && database.prepare(`UPDATE entry SET ${changes} WHERE place = ?`);
  for (const room of keys.all()) {
    const rows = conversations.rows(room.copy);
    for (const projection of told) projection.clear?.(room, rows);
    for (const conversation of rows) {
      const before = { ...conversation, firstSeq: 0, lastSeq: 0 };
      const run: Run = { room, before, conversation };
      for (const row of rowsOf(read, conversation)) {
        const place = { in: conversation.name, seq: row.seq, id: idOf(row.id) };
        const columns: Told['columns'] = {};
        for (const name of derived) columns[name] = row[name] ?? null;
        const each: Told = { entry: entryOfRow(row, place, kinds), place: row.id, columns };
        for (const projection of told) projection.tell?.(each, run);
        if (keep) keep.run(...changed.map((name) => columns[name] ?? null), row.id);
      }
      for (const projection of told) projection.settle?.();
      conversations.save(conversation);
    }
  }
}

/** Page by page: what is read must not change meanwhile. */
function* rowsOf(
  read: StatementSync,
  { number, firstSeq, lastSeq }: ConversationRow,
): Iterable<RetoldRow> {
  for (let seq = firstSeq; seq <= lastSeq; seq += entriesPerPage)
    yield* read.all(number, seq, seq + entriesPerPage - 1) as RetoldRow[];
}

type RetoldRow = EntryRow & Record<string, SQLOutputValue>;

function columnsOfAll(projections: readonly OpenProjection[]): string[] {
  return projections.flatMap(({ kind }) => kind.columns ?? []);
}
