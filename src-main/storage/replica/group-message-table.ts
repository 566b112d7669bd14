import type { GroupMessageCopy } from '../../../src-shared/member/own-copy.ts';
import type { AccountId, Cid } from '../../../src-shared/protocol/ids.ts';
import type { GroupMessageRecord, GroupMessageStore } from '../../client/replica/contacts.ts';
import type { KeptDatabase } from '../sqlite/kept-database.ts';
import { prepareAll } from '../sqlite/prepare-all.ts';
import { outboxState } from './outbox-table.ts';
import type { OutboxTable } from './outbox-table.ts';
import type { ProjectionParts } from './projections/projection.ts';
import type { RoomKeyTable } from './key-tables.ts';

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

const statements = {
  add: 'INSERT INTO group_message (room, contact_group, text, at) VALUES (?, ?, ?, ?)',
  addCopy: `
    INSERT INTO group_message_copy (message, position, room, account, conversation, cid)
    VALUES (?, ?, ?, ?, ?, ?)`,
  read: 'SELECT contact_group AS "group", number, text, at FROM group_message WHERE number = ?',
  copies: copiesSql,
  ofGroup: messagesOfGroupSql,
  byCid: messagesByCidSql,
  noteSeq: 'UPDATE group_message_copy SET seq = ? WHERE room = ? AND cid = ?',
  forgetSeqs: `UPDATE group_message_copy SET seq = ${unknownSeq} WHERE room = ? AND seq IS NOT NULL`,
};

export type GroupMessageTable = GroupMessageStore & ProjectionParts['groupMessages'];

/** What was written to contact groups, in SQL, each copy with how it stands in outbox and log. */
export function groupMessageTable(
  kept: KeptDatabase,
  { keys, outbox }: { keys: RoomKeyTable; outbox: OutboxTable },
): GroupMessageTable {
  const sql = prepareAll(kept.database, statements);
  const record = (copy: number, number: number): GroupMessageRecord => ({
    ...(sql.read.get(number) as Omit<GroupMessageRecord, 'copies'>),
    copies: (sql.copies.all(copy, number) as CopyRow[]).map(copyOfRow),
  });
  /** `found` newest first, what is answered oldest first. */
  const records = (copy: number, found: readonly Record<string, unknown>[]) =>
    found.map((row) => record(copy, Number(row['message']))).toReversed();
  return {
    add: (room, { group, text, at, copies }) =>
      kept.write(() => {
        const { key, copy } = keys.of(room);
        const number = Number(sql.add.run(key, group, text, at).lastInsertRowid);
        copies.forEach(({ account, item }, position) => {
          outbox.put(key, item);
          sql.addCopy.run(number, position, key, account, item.in, item.cid);
        });
        return record(copy, number);
      }),
    list: (room, group) =>
      kept.read(() => {
        const { key, copy } = keys.of(room);
        return records(copy, sql.ofGroup.all(key, group));
      }),
    find: (room, cids) =>
      kept.read(() => {
        const { key, copy } = keys.of(room);
        return records(copy, sql.byCid.all(key, JSON.stringify(cids)));
      }),
    noteSeq({ key }, cid, seq) {
      sql.noteSeq.run(seq, key, cid);
    },
    forgetSeqs({ key }) {
      sql.forgetSeqs.run(key);
    },
  };
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
