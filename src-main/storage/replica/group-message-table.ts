import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { GroupMessageCopy } from '../../../src-shared/bridge/contact-groups.ts';
import type { AccountId, Cid } from '../../../src-shared/protocol/ids.ts';
import type { GroupMessageRecord, NewGroupMessage } from '../../client/replica-port.ts';
import { copyState, groupMessagesPage, unknownSeq } from './copy-state.ts';
import { outboxState } from './outbox-table.ts';
import type { RoomKeys } from './room-table.ts';

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

/** What was written to contact groups, in SQL, each copy with its traces in outbox and log. */
export class GroupMessageTable {
  readonly #add: StatementSync;
  readonly #addCopy: StatementSync;
  readonly #read: StatementSync;
  readonly #copies: StatementSync;
  readonly #ofGroup: StatementSync;
  readonly #byCid: StatementSync;
  readonly #noteSeq: StatementSync;
  readonly #forgetSeqs: StatementSync;

  constructor(database: DatabaseSync) {
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

  /** Its items have to be in the outbox for their states to show. */
  add({ key, copy }: RoomKeys, { group, text, at, copies }: NewGroupMessage): GroupMessageRecord {
    const number = Number(this.#add.run(key, group, text, at).lastInsertRowid);
    copies.forEach(({ account, item }, position) =>
      this.#addCopy.run(number, position, key, account, item.in, item.cid),
    );
    return this.#record(copy, number);
  }

  list({ key, copy }: RoomKeys, group: string): GroupMessageRecord[] {
    return this.#records(copy, this.#ofGroup.all(key, group));
  }

  find({ key, copy }: RoomKeys, cids: readonly Cid[]): GroupMessageRecord[] {
    return this.#records(copy, this.#byCid.all(key, JSON.stringify(cids)));
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
  const state = copyState({
    seq: row.seq ?? undefined,
    outbox: row.waits === 1 ? outboxState(row.refusal) : undefined,
    deliveredSeq: row.deliveredSeq ?? 0,
  });
  return { account, cid, state };
}
