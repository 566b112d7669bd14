import type { AccountId, RoomId } from '../../../src-shared/protocol/ids.ts';
import type { ContactStore } from '../../client/replica/contacts.ts';
import type { KeptDatabase } from '../sqlite/kept-database.ts';
import { prepareAll } from '../sqlite/prepare-all.ts';
import type { ConversationTable } from './conversation-table.ts';
import { isBlockedSql } from './projections/blocked-people.ts';
import type { RoomKeyTable } from './key-tables.ts';

const statements = {
  list: `
    SELECT account, note, favourite, blocked, muted FROM contact
    WHERE room = ? ORDER BY account`,
  save: `
    INSERT OR REPLACE INTO contact (room, account, note, favourite, blocked, muted)
    VALUES (?, ?, ?, ?, ?, ?)`,
  remove: 'DELETE FROM contact WHERE room = ? AND account = ?',
  isBlocked: isBlockedSql,
  listGroups: `
    SELECT contact_group, name, members FROM contact_group WHERE room = ? ORDER BY position`,
  saveGroup: `
    INSERT INTO contact_group (room, contact_group, name, members) VALUES (?, ?, ?, ?)
    ON CONFLICT (room, contact_group) DO UPDATE SET name = excluded.name,
      members = excluded.members`,
  removeGroup: 'DELETE FROM contact_group WHERE room = ? AND contact_group = ?',
};

/** What a person keeps of others and the groups they made of them, in SQL. */
export function contactTable(
  kept: KeptDatabase,
  { keys, conversations }: { keys: RoomKeyTable; conversations: ConversationTable },
): ContactStore {
  const sql = prepareAll(kept.database, statements);
  const keyOf = (room: RoomId): number => keys.of(room).key;
  return {
    list: (room) =>
      kept.read(() =>
        sql.list.all(keyOf(room)).map((row) => ({
          account: row['account'] as AccountId,
          note: String(row['note']),
          favourite: row['favourite'] === 1,
          blocked: row['blocked'] === 1,
          muted: row['muted'] === 1,
        })),
      ),
    save: (room, { account, note, favourite, blocked, muted }) =>
      kept.write(() => {
        const found = keys.of(room);
        const { key } = found;
        const wasBlocked = sql.isBlocked.get(key, account) !== undefined;
        if (note !== '' || favourite || blocked || muted)
          sql.save.run(key, account, note, Number(favourite), Number(blocked), Number(muted));
        else sql.remove.run(key, account);
        if (blocked !== wasBlocked) conversations.tellPeople(found);
      }),
    // In the order in which they were made.
    listGroups: (room) =>
      kept.read(() =>
        sql.listGroups.all(keyOf(room)).map((row) => ({
          group: String(row['contact_group']),
          name: String(row['name']),
          members: JSON.parse(String(row['members'])) as AccountId[],
        })),
      ),
    saveGroup: (room, { group, name, members }) =>
      kept.run(sql.saveGroup, () => [keyOf(room), group, name, JSON.stringify(members)]),
    removeGroup: (room, group) => kept.run(sql.removeGroup, () => [keyOf(room), group]),
  };
}
