import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { TimelinePage } from '../../../src-shared/bridge/views.ts';
import type { Entry } from '../../../src-shared/protocol/entries.ts';
import { foldText } from '../../../src-shared/text/fold.ts';
import type { TimelineQuery } from '../../client/replica-port.ts';
import { draftColumns, entryOfRow } from '../room/log-rows.ts';
import type { LogRow } from '../room/log-rows.ts';
import type { BlockTable } from './block-table.ts';
import type { ConversationRow } from './conversation-table.ts';
import type { PersonTable } from './person-table.ts';
import { idOf, placeOf, placesOf } from './places.ts';
import type { RoomKeys } from './room-table.ts';
import type { TextIndex } from './text-index.ts';
import { timelinePage, windowOf } from './timeline-window.ts';
import type { Readable } from './timeline-window.ts';

export type EntryTableParts = {
  people: PersonTable;
  blocks: BlockTable;
  textIndex: TextIndex | undefined;
};

export const timelineSql = `
  SELECT e.place AS id, e.seq, e.kind, p.account, e.at, e.cid, e.body
  FROM entry e JOIN person p ON p.number = e.person
  WHERE e.conversation = ? AND e.seq BETWEEN ? AND ? ORDER BY e.seq`;

/** The entries in SQL, with the index and the blocks that go with them. */
export class EntryTable {
  readonly #parts: EntryTableParts;
  readonly #insert: StatementSync;
  readonly #timeline: StatementSync;
  readonly #reassign: StatementSync;

  constructor(database: DatabaseSync, parts: EntryTableParts) {
    this.#parts = parts;
    this.#insert = database.prepare(`
      INSERT INTO entry (place, conversation, seq, kind, others, person, at, folded, cid, body)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.#timeline = database.prepare(timelineSql);
    this.#reassign = database.prepare(`
      UPDATE entry SET others = (kind = 1 AND person <> ?) WHERE place BETWEEN ? AND ?`);
  }

  /** Adds a run that `newEntries` let through and answers with the conversation's row as it is then. */
  add(room: RoomKeys, row: ConversationRow, entries: readonly Entry[]): ConversationRow {
    const next = { ...row };
    for (const entry of entries) {
      const place = placeOf(room.copy, entry.id);
      const isOthers = entry.type === 'message' && entry.from !== room.account;
      this.#addOne(room, row.number, { entry, place, isOthers });
      if (isOthers && entry.seq > row.readSeq) next.unread += 1;
      // Entries older than what is held cannot be the newest message where there is one.
      const isNewer = entry.seq > row.lastSeq || row.lastMessage === null;
      if (entry.type === 'message' && isNewer) next.lastMessage = place;
    }
    const first = entries[0]?.seq ?? row.firstSeq;
    next.firstSeq = row.lastSeq === 0 ? first : Math.min(row.firstSeq, first);
    next.lastSeq = Math.max(row.lastSeq, entries.at(-1)?.seq ?? 0);
    return next;
  }

  readTimeline(row: ConversationRow & Readable, query: TimelineQuery): TimelinePage {
    const window = windowOf(row, query);
    if (window.to < window.from) return timelinePage(row, window, []);
    const rows = this.#timeline.all(row.number, window.from, window.to) as LogRow[];
    const entries = rows.map((found) => entryOfRow({ ...found, id: idOf(found.id) }, query.in));
    return timelinePage(row, window, entries);
  }

  /** After this person's account in a room changed: tells own messages from others' anew. */
  reassign({ copy, account }: RoomKeys): void {
    const { lowest, highest } = placesOf(copy);
    this.#reassign.run(this.#parts.people.ensure(copy, account), lowest, highest);
  }

  #addOne(room: RoomKeys, conversation: number, what: PlacedEntry): void {
    const { entry, place, isOthers } = what;
    const { people, blocks, textIndex } = this.#parts;
    const { kind, account, at, cid, body } = draftColumns(entry);
    const person = people.ensure(room.copy, account);
    const folded = entry.type === 'message' ? foldText(entry.text) : null;
    const others = isOthers ? 1 : 0;
    const { seq } = entry;
    this.#insert.run(place, conversation, seq, kind, others, person, at, folded, cid, body);
    if (folded === null) return;
    blocks.add(place, at, folded);
    textIndex?.add(place, folded);
  }
}

type PlacedEntry = { entry: Entry; place: number; isOthers: boolean };
