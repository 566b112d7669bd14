import type { StatementSync } from 'node:sqlite';
import type { MessageEntry } from '../../../src-shared/protocol/entries.ts';
import type { ConversationId, RoomId } from '../../../src-shared/protocol/ids.ts';
import type { ConversationRecord, ConversationStore } from '../../client/replica/conversations.ts';
import { entryOfRow } from '../entry-rows.ts';
import type { EntryColumns } from '../entry-rows.ts';
import type { KindTable } from '../kind-table.ts';
import type { KeptDatabase } from '../sqlite/kept-database.ts';
import { idOf } from './places.ts';
import type { ConversationRow, Projection, RoomKeys } from './projections/projection.ts';
import type { RoomKeyTable } from './room-keys.ts';

type RecordRow = Omit<ConversationRow, 'number'> & EntryColumns & { draft: string; seq: number };

const columns = `number, name, first_seq AS firstSeq, last_seq AS lastSeq, read_seq AS readSeq,
  unread, last_message AS lastMessage, delivered_seq AS deliveredSeq`;
const recordSql = `
  SELECT c.name, c.first_seq AS firstSeq, c.last_seq AS lastSeq, c.read_seq AS readSeq, c.unread,
    c.last_message AS lastMessage, c.delivered_seq AS deliveredSeq, c.draft,
    e.seq, e.kind, p.account, e.at, e.cid, e.rest
  FROM conversation c
  LEFT JOIN entry e ON e.place = c.last_message
  LEFT JOIN person p ON p.number = e.person`;

export type ConversationTableParts = {
  keys: RoomKeyTable;
  kinds: KindTable;
  projections: readonly Projection[];
};

/** The conversations in SQL. Their rows belong to one copy of a room. */
export class ConversationTable implements ConversationStore {
  readonly #kept: KeptDatabase;
  readonly #keys: RoomKeyTable;
  readonly #kinds: KindTable;
  readonly #projections: readonly Projection[];
  readonly #list: StatementSync;
  readonly #rows: StatementSync;
  readonly #record: StatementSync;
  readonly #read: StatementSync;
  readonly #add: StatementSync;
  readonly #save: StatementSync;
  readonly #markDelivered: StatementSync;
  readonly #saveDraft: StatementSync;
  readonly #moveDrafts: StatementSync;
  readonly #clear: StatementSync;
  readonly #size: StatementSync;

  constructor(kept: KeptDatabase, { keys, kinds, projections }: ConversationTableParts) {
    const { database } = kept;
    this.#kept = kept;
    this.#keys = keys;
    this.#kinds = kinds;
    this.#projections = projections;
    this.#list = database.prepare(`${recordSql} WHERE c.copy = ? ORDER BY c.name`);
    this.#rows = database.prepare(`SELECT ${columns} FROM conversation WHERE copy = ?`);
    this.#record = database.prepare(`${recordSql} WHERE c.number = ?`);
    this.#read = database.prepare(
      `SELECT ${columns} FROM conversation WHERE copy = ? AND name = ?`,
    );
    this.#add = database.prepare(
      `INSERT INTO conversation (copy, name) VALUES (?, ?) RETURNING ${columns}`,
    );
    this.#save = database.prepare(`
      UPDATE conversation
      SET first_seq = ?, last_seq = ?, read_seq = ?, unread = ?, last_message = ?
      WHERE number = ?`);
    this.#markDelivered = database.prepare(
      'UPDATE conversation SET delivered_seq = max(delivered_seq, ?) WHERE number = ?',
    );
    this.#saveDraft = database.prepare('UPDATE conversation SET draft = ? WHERE number = ?');
    this.#moveDrafts = database.prepare(`
      INSERT INTO conversation (copy, name, draft)
      SELECT ?, name, draft FROM conversation WHERE copy = ? AND draft <> ''`);
    this.#clear = database.prepare('DELETE FROM conversation WHERE copy = ?');
    this.#size = database.prepare(
      'SELECT last_seq - first_seq AS size FROM conversation WHERE number = ?',
    );
  }

  list(room: RoomId): Promise<ConversationRecord[]> {
    return this.#kept.read(() => {
      const rows = this.#list.all(this.#keys.of(room).copy) as RecordRow[];
      return rows.map((row) => recordOfRow(row, this.#kinds));
    });
  }

  markRead(room: RoomId, conversation: ConversationId, seq: number): Promise<ConversationRecord> {
    return this.#kept.write(() => {
      const row = this.ensure(this.#keys.of(room).copy, conversation);
      if (seq > row.readSeq) {
        for (const projection of this.#projections) projection.tellRead?.(row, seq);
        this.save({ ...row, readSeq: seq });
      }
      return this.record(row.number);
    });
  }

  markDelivered(
    room: RoomId,
    conversation: ConversationId,
    seq: number,
  ): Promise<ConversationRecord> {
    return this.#kept.write(() => {
      const { number } = this.ensure(this.#keys.of(room).copy, conversation);
      this.#markDelivered.run(seq, number);
      return this.record(number);
    });
  }

  saveDraft(room: RoomId, conversation: ConversationId, text: string): Promise<void> {
    return this.#kept.write(() => {
      const { copy } = this.#keys.of(room);
      if (text === '' && !this.read(copy, conversation)) return;
      this.#saveDraft.run(text, this.ensure(copy, conversation).number);
    });
  }

  rows(copy: number): ConversationRow[] {
    return this.#rows.all(copy) as ConversationRow[];
  }

  record(number: number): ConversationRecord {
    return recordOfRow(this.#record.get(number) as RecordRow, this.#kinds);
  }

  read(copy: number, name: ConversationId): ConversationRow | undefined {
    return this.#read.get(copy, name) as ConversationRow | undefined;
  }

  /** How many numbers are held, roughly. */
  size(number: number): number {
    return Number(this.#size.get(number)?.['size']);
  }

  ensure(copy: number, name: ConversationId): ConversationRow {
    return this.read(copy, name) ?? (this.#add.get(copy, name) as ConversationRow);
  }

  save(row: ConversationRow): void {
    const { number, firstSeq, lastSeq, readSeq, unread, lastMessage } = row;
    this.#save.run(firstSeq, lastSeq, readSeq, unread, lastMessage, number);
  }

  /** Within a transaction, after this person's account in a room changed, or whom they have blocked. */
  tellPeople(room: RoomKeys): void {
    for (const row of this.rows(room.copy)) {
      for (const projection of this.#projections) projection.tellPeople?.(room, row);
      this.save(row);
    }
  }

  /** Drafts outlive a full resync, and nothing else does. */
  moveDrafts(from: number, to: number): void {
    this.#moveDrafts.run(to, from);
    this.clear(from);
  }

  clear(copy: number): void {
    this.#clear.run(copy);
  }
}

function recordOfRow(row: RecordRow, kinds: KindTable): ConversationRecord {
  const record = {
    in: row.name,
    firstSeq: row.firstSeq,
    lastSeq: row.lastSeq,
    readSeq: row.readSeq,
    unread: row.unread,
    draft: row.draft,
    deliveredSeq: row.deliveredSeq,
  };
  if (row.lastMessage === null) return record;
  const id = idOf(row.lastMessage);
  const lastMessage = entryOfRow(row, { in: row.name, seq: row.seq, id }, kinds) as MessageEntry;
  return { ...record, lastMessage };
}
