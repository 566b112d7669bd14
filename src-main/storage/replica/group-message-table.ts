import type { StatementSync } from 'node:sqlite';
import type { GroupMessageCopy } from '../../../src-shared/member/own-copy.ts';
import type { AccountId, Cid, RoomId } from '../../../src-shared/protocol/ids.ts';
import type {
  GroupMessageRecord,
  GroupMessageStore,
  NewGroupMessage,
} from '../../client/replica/contacts.ts';
import type { KeptDatabase } from '../sqlite/kept-database.ts';
import { outboxState } from './outbox-table.ts';
import type { OutboxTable } from './outbox-table.ts';
import type { RoomKeys } from './projections/projection.ts';
import type { RoomKeyTable } from './room-keys.ts';

/** How many group messages are read at once: the newest. */
const groupMessagesPage = 100;
/** The room has the message, but its number is not known (since a full resync). */
const unknownSeq = 0;

const newest = `ORDER BY message DESC LIMIT ${groupMessagesPage}`;
export const messagesOfGroupSql = `
  SELECT number AS message FROM group_message WHERE room = ? AND contact_group = ? ${newest}`;
export const messagesByCidSql = `
  SELECT DISTINCT message FROM group_message_copy
  WHERE room = ? AND cid IN (SELECT value FROM json_each(?)) ${newest}`;
export const copiesSql = `
  SELECT k.account, k.cid, k.seq, o.cid IS NOT NULL AS waits, o.refusal,
    v.delivered_seq AS deliveredSeq
  FROM group_message_copy k
  LEFT JOIN outbox o ON o.room = k.room AND o.cid = k.cid
  LEFT JOIN conversation v ON v.copy = ? AND v.name = k.conversation
  WHERE k.message = ? ORDER BY k.position`;

type CopyRow = {
  account: AccountId;
  cid: Cid;
  seq: number | null;
  waits: number;
  refusal: string | null;
  deliveredSeq: number | null;
};

/** What was written to contact groups, in SQL, each copy with how it stands in outbox and log. */
export class GroupMessageTable implements GroupMessageStore {
  readonly #kept: KeptDatabase;
  readonly #keys: RoomKeyTable;
  readonly #outbox: OutboxTable;
  readonly #add: StatementSync;
  readonly #addCopy: StatementSync;
  readonly #read: StatementSync;
  readonly #copies: StatementSync;
  readonly #ofGroup: StatementSync;
  readonly #byCid: StatementSync;
  readonly #noteSeq: StatementSync;
  readonly #forgetSeqs: StatementSync;

  constructor(kept: KeptDatabase, { keys, outbox }: { keys: RoomKeyTable; outbox: OutboxTable }) {
    const { database } = kept;
    this.#kept = kept;
    this.#keys = keys;
    this.#outbox = outbox;
    this.#add = database.prepare(
      'INSERT INTO group_message (room, contact_group, text, at) VALUES (?, ?, ?, ?)',
    );
    this.#addCopy = database.prepare(`
      INSERT INTO group_message_copy (message, position, room, account, conversation, cid)
      VALUES (?, ?, ?, ?, ?, ?)`);
    this.#read = database.prepare(
      'SELECT contact_group, text, at FROM group_message WHERE number = ?',
    );
    this.#copies = database.prepare(copiesSql);
    this.#ofGroup = database.prepare(messagesOfGroupSql);
    this.#byCid = database.prepare(messagesByCidSql);
    this.#noteSeq = database.prepare(
      'UPDATE group_message_copy SET seq = ? WHERE room = ? AND cid = ?',
    );
    this.#forgetSeqs = database.prepare(
      `UPDATE group_message_copy SET seq = ${unknownSeq} WHERE room = ? AND seq IS NOT NULL`,
    );
  }

  add(room: RoomId, { group, text, at, copies }: NewGroupMessage): Promise<GroupMessageRecord> {
    return this.#kept.write(() => {
      const { key, copy } = this.#keys.of(room);
      const number = Number(this.#add.run(key, group, text, at).lastInsertRowid);
      copies.forEach(({ account, item }, position) => {
        this.#outbox.put(key, item);
        this.#addCopy.run(number, position, key, account, item.in, item.cid);
      });
      return this.#record(copy, number);
    });
  }

  list(room: RoomId, group: string): Promise<GroupMessageRecord[]> {
    return this.#kept.read(() => {
      const { key, copy } = this.#keys.of(room);
      return this.#records(copy, this.#ofGroup.all(key, group));
    });
  }

  find(room: RoomId, cids: readonly Cid[]): Promise<GroupMessageRecord[]> {
    return this.#kept.read(() => {
      const { key, copy } = this.#keys.of(room);
      return this.#records(copy, this.#byCid.all(key, JSON.stringify(cids)));
    });
  }

  /** The room has the message of this cid under this number. */
  noteSeq({ key }: RoomKeys, cid: Cid, seq: number): void {
    this.#noteSeq.run(seq, key, cid);
  }

  /** Other messages may have the numbers now. */
  forgetSeqs({ key }: RoomKeys): void {
    this.#forgetSeqs.run(key);
  }

  /** `found` newest first, what is answered oldest first. */
  #records(copy: number, found: readonly Record<string, unknown>[]): GroupMessageRecord[] {
    return found.map((row) => this.#record(copy, Number(row['message']))).toReversed();
  }

  #record(copy: number, number: number): GroupMessageRecord {
    const row = this.#read.get(number);
    return {
      group: String(row?.['contact_group']),
      number,
      text: String(row?.['text']),
      at: Number(row?.['at']),
      copies: (this.#copies.all(copy, number) as CopyRow[]).map(copyOfRow),
    };
  }
}

function copyOfRow({ account, cid, ...row }: CopyRow): GroupMessageCopy {
  const deliveredSeq = row.deliveredSeq ?? 0;
  if (row.seq !== null) {
    const isDelivered = row.seq !== unknownSeq && row.seq <= deliveredSeq;
    return { account, cid, state: isDelivered ? 'delivered' : 'sent' };
  }
  // What the person took out of the outbox stays failed.
  return { account, cid, state: row.waits === 1 ? outboxState(row.refusal).is : 'failed' };
}
