import type { MessageEntry } from '../../../src-shared/protocol/entries.ts';
import type { ConversationId } from '../../../src-shared/protocol/ids.ts';
import { mostSavedMessages } from '../../client/replica/saved.ts';
import type { SavedMessageStore } from '../../client/replica/saved.ts';
import { entryOfRow } from '../entry-rows.ts';
import type { EntryRow } from '../entry-rows.ts';
import { messageKind } from '../kind-table.ts';
import type { KindTable } from '../kind-table.ts';
import type { KeptDatabase } from '../sqlite/kept-database.ts';
import { prepareAll } from '../sqlite/prepare-all.ts';
import type { ConversationTable } from './conversation-table.ts';
import type { RoomKeyTable } from './key-tables.ts';
import { idOf } from './places.ts';
import { shownRest } from './shown-messages.ts';
import type { ShownMessages } from './shown-messages.ts';

// After a restored backup the number may be another message's: its writer and its moment tell.
export const savedSql = `
  SELECT e.place AS id, e.seq, e.kind, p.account, e.at, e.cid, e.target, ${shownRest}, s.conversation AS name
  FROM saved_message s
  CROSS JOIN conversation c ON c.copy = ? AND c.name = s.conversation
  CROSS JOIN entry e ON e.conversation = c.number AND e.seq = s.seq AND e.kind = ${messageKind}
  CROSS JOIN person p ON p.number = e.person
  WHERE s.room = ? AND e.at = s.at AND p.account = s.account ORDER BY s.position DESC`;
const statements = {
  list: savedSql,
  count: 'SELECT count(*) AS count FROM saved_message WHERE room = ?',
  add: `
    INSERT OR REPLACE INTO saved_message (room, conversation, seq, account, at)
    VALUES (?, ?, ?, ?, ?)`,
  remove: 'DELETE FROM saved_message WHERE room = ? AND conversation = ? AND seq = ?',
};

type SavedRow = EntryRow & { name: ConversationId };

export type SavedMessageParts = {
  keys: RoomKeyTable;
  kinds: KindTable;
  conversations: ConversationTable;
  messages: ShownMessages;
};

/** What a person has put aside, in SQL. */
export function savedMessageTable(
  kept: KeptDatabase,
  { keys, kinds, conversations, messages }: SavedMessageParts,
): SavedMessageStore {
  const sql = prepareAll(kept.database, statements);
  return {
    list: (room) =>
      kept.read(() => {
        const { key, copy } = keys.of(room);
        const rows = sql.list.all(copy, key) as SavedRow[];
        return rows.flatMap((row) => {
          const place = { in: row.name, seq: row.seq, id: idOf(row.id) };
          const message = entryOfRow(row, place, kinds) as MessageEntry;
          return message.text === '' ? [] : [message];
        });
      }),
    save: (room, conversation, seq) =>
      kept.write(() => {
        const { key, copy, account } = keys.of(room);
        const row = conversations.read(copy, conversation);
        const found = row && messages.read(row, [seq], account)[0];
        if (!found || found.message.text === '') return 'no-message';
        if (Number(sql.count.get(key)?.['count']) >= mostSavedMessages) return 'too-many';
        const { from, at } = found.message;
        sql.add.run(key, conversation, seq, from, at);
        return 'saved';
      }),
    remove: (room, conversation, seq) =>
      kept.run(sql.remove, () => [keys.of(room).key, conversation, seq]),
  };
}
