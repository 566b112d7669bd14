import type { StatementSync } from 'node:sqlite';
import type { MessageEntry } from '../../../src-shared/protocol/entries.ts';
import type { DraftAim } from '../../../src-shared/member/draft-aim.ts';
import { emptiedRest, wellFormedJson } from '../../../src-shared/protocol/entry-parts.ts';
import type { ConversationId, RoomId } from '../../../src-shared/protocol/ids.ts';
import type { ConversationRecord, ConversationStore } from '../../client/replica/conversations.ts';
import { entryOfRow } from '../entry-rows.ts';
import type { EntryColumns } from '../entry-rows.ts';
import { messageKind, type KindTable } from '../kind-table.ts';
import type { KeptDatabase } from '../sqlite/kept-database.ts';
import { prepareAll } from '../sqlite/prepare-all.ts';
import { idOf } from './places.ts';
import { shownRest } from './shown-messages.ts';
import type { ConversationRow, Projection, RoomKeys } from './projections/projection.ts';
import type { RoomKeyTable } from './key-tables.ts';

type RecordRow = Omit<ConversationRow, 'number'> &
  EntryColumns & { draft: string; draftAim: string | null; seq: number };

const columns = `number, name, first_seq AS firstSeq, last_seq AS lastSeq, read_seq AS readSeq,
  unread, mentions, last_message AS lastMessage, delivered_seq AS deliveredSeq,
  oldest_seq AS oldestSeq`;
const recordSql = `
  SELECT c.name, c.first_seq AS firstSeq, c.last_seq AS lastSeq, c.read_seq AS readSeq,
    coalesce(nullif(c.unread, 0), c.marked_own) AS unread, c.mentions,
    c.last_message AS lastMessage, c.delivered_seq AS deliveredSeq, c.oldest_seq AS oldestSeq, c.draft,
    c.draft_aim AS draftAim,
    e.seq, e.kind, p.account, e.at, e.cid, e.target, ${shownRest}
  FROM conversation c
  LEFT JOIN entry e ON e.place = c.last_message
  LEFT JOIN person p ON p.number = e.person`;
const statements = {
  list: `${recordSql} WHERE c.copy = ? ORDER BY c.name`,
  record: `${recordSql} WHERE c.number = ?`,
  rows: `SELECT ${columns} FROM conversation WHERE copy = ?`,
  read: `SELECT ${columns} FROM conversation WHERE copy = ? AND name = ?`,
  add: `INSERT INTO conversation (copy, name) VALUES (?, ?) RETURNING ${columns}`,
  save: `
    UPDATE conversation
    SET first_seq = ?1, last_seq = ?2, read_seq = ?3, unread = ?4, mentions = ?5, last_message = ?6,
      marked_own = iif(read_seq < ?3, 0, marked_own)
    WHERE number = ?7`,
  markDelivered: 'UPDATE conversation SET delivered_seq = max(delivered_seq, ?) WHERE number = ?',
  noteOldest: 'UPDATE conversation SET oldest_seq = ? WHERE number = ?',
  raiseOldest: 'UPDATE conversation SET oldest_seq = max(oldest_seq, ?) WHERE number = ?',
  markOwn: `
    UPDATE conversation SET marked_own = (
      SELECT count(*) FROM entry
      WHERE conversation = $number AND seq > $readSeq AND kind = ${messageKind}
        AND rest <> '${emptiedRest}'
        AND person = (SELECT number FROM person WHERE copy = $copy AND account = $own))
    WHERE number = $number`,
  saveDraft: 'UPDATE conversation SET draft = ?, draft_aim = ? WHERE number = ?',
  moveDrafts: `
    INSERT INTO conversation (copy, name, draft, draft_aim)
    SELECT ?, name, draft, json_remove(draft_aim, '$.reply', '$.edit.seq') FROM conversation
    WHERE copy = ? AND (draft <> '' OR draft_aim IS NOT NULL)`,
  clear: 'DELETE FROM conversation WHERE copy = ?',
};

type Noted = { room: RoomId; conversation: ConversationId; seq: number };

export type ConversationTable = ReturnType<typeof conversationTable>;

/** The conversations in SQL. Their rows belong to one copy of a room. */
export function conversationTable(
  kept: KeptDatabase,
  parts: { keys: RoomKeyTable; kinds: KindTable; projections: readonly Projection[] },
) {
  const { keys, kinds, projections } = parts;
  const sql = prepareAll(kept.database, statements);
  const rows = (copy: number) => sql.rows.all(copy) as ConversationRow[];
  const read = (copy: number, name: ConversationId) =>
    sql.read.get(copy, name) as ConversationRow | undefined;
  const ensure = (copy: number, name: ConversationId) =>
    read(copy, name) ?? (sql.add.get(copy, name) as ConversationRow);
  const record = (number: number) => recordOfRow(sql.record.get(number) as RecordRow, kinds);
  const save = (row: ConversationRow): void => saveBy(sql.save, row);
  const clear = (copy: number) => void sql.clear.run(copy);
  const note = (how: StatementSync, { room, conversation, seq }: Noted) =>
    kept.write(() => {
      const { number } = ensure(keys.of(room).copy, conversation);
      how.run(seq, number);
      return record(number);
    });
  const store: ConversationStore = {
    list: (room) =>
      kept.read(() => {
        const found = sql.list.all(keys.of(room).copy) as RecordRow[];
        return found.map((row) => recordOfRow(row, kinds));
      }),
    markRead: (room, conversation, seq) =>
      kept.write(() => {
        const row = ensure(keys.of(room).copy, conversation);
        if (seq > row.readSeq) {
          for (const projection of projections) projection.tellRead?.(row, seq);
          save({ ...row, readSeq: seq });
        }
        return record(row.number);
      }),
    markUnread: (room, conversation, seq) =>
      kept.write(() => {
        const found = keys.of(room);
        const row = ensure(found.copy, conversation);
        const readSeq = Math.max(seq - 1, 0);
        if (readSeq <= row.readSeq) {
          const moved = { ...row, readSeq };
          // Nothing is counted below the mark, and so everything above it is counted anew.
          for (const projection of projections) projection.tellPeople?.(found, moved);
          save(moved);
          sql.markOwn.run({ number: row.number, readSeq, copy: found.copy, own: found.account });
        }
        return record(row.number);
      }),
    markDelivered: (room, conversation, seq) =>
      note(sql.markDelivered, { room, conversation, seq }),
    noteOldest: (room, conversation, seq) => note(sql.noteOldest, { room, conversation, seq }),
    saveDraft: (room, conversation, { text, aim }) =>
      kept.write(() => {
        const { copy } = keys.of(room);
        if (text === '' && !aim && !read(copy, conversation)) return;
        const begun = aim ? wellFormedJson(aim) : null;
        sql.saveDraft.run(text, begun, ensure(copy, conversation).number);
      }),
  };
  return {
    ...store,
    rows,
    read,
    ensure,
    record,
    save,
    clear,
    /** Within a transaction: what is before is gone. */
    raiseOldest: (number: number, seq: number) => void sql.raiseOldest.run(seq, number),
    /** Within a transaction, after this person's account in a room changed, or whom they have blocked. */
    tellPeople(room: RoomKeys): void {
      for (const row of rows(room.copy)) {
        for (const projection of projections) projection.tellPeople?.(room, row);
        save(row);
      }
    },
    /** Drafts outlive a full resync, and nothing else does: the numbers of messages may be those of others then. */
    moveDrafts(from: number, to: number): void {
      sql.moveDrafts.run(to, from);
      clear(from);
    },
  };
}

function saveBy(how: StatementSync, row: ConversationRow): void {
  const { number, firstSeq, lastSeq, readSeq, unread, mentions, lastMessage } = row;
  how.run(firstSeq, lastSeq, readSeq, unread, mentions, lastMessage, number);
}

function recordOfRow(row: RecordRow, kinds: KindTable): ConversationRecord {
  const { name, firstSeq, lastSeq, oldestSeq, readSeq, unread, mentions, draft, deliveredSeq } =
    row;
  const held = { in: name, firstSeq, lastSeq, oldestSeq };
  const aim = row.draftAim === null ? {} : { aim: JSON.parse(row.draftAim) as DraftAim };
  const record = { ...held, readSeq, unread, mentions, draft, ...aim, deliveredSeq };
  if (row.lastMessage === null) return record;
  const id = idOf(row.lastMessage);
  const lastMessage = entryOfRow(row, { in: name, seq: row.seq, id }, kinds) as MessageEntry;
  return { ...record, lastMessage };
}
