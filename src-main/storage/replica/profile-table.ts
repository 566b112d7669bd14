import type { Profile, ProfileStore } from '../../client/replica/room-records.ts';
import type { KeptDatabase } from '../sqlite/kept-database.ts';
import { prepareAll } from '../sqlite/prepare-all.ts';
import type { ConversationTable } from './conversation-table.ts';
import type { RoomKeyTable } from './key-tables.ts';
import { keywordsSql } from './projections/keywords.ts';

const statements = {
  make: 'INSERT OR IGNORE INTO profile (one, device, device_secret) VALUES (1, ?, ?)',
  read: 'SELECT device, device_secret AS deviceSecret FROM profile',
  listSettings: 'SELECT name, value FROM setting ORDER BY name',
  keywords: keywordsSql,
  saveSetting: 'INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)',
};

/** The installation's secrets and settings in SQL. */
export function profileTable(
  kept: KeptDatabase,
  { keys, conversations }: { keys: RoomKeyTable; conversations: ConversationTable },
): ProfileStore {
  const sql = prepareAll(kept.database, statements);
  return {
    readOrMake: ({ device, deviceSecret }) =>
      kept.write(() => {
        sql.make.run(device, deviceSecret);
        return { ...(sql.read.get() as Profile) };
      }),
    readSettings: () =>
      kept.read(() =>
        Object.fromEntries(
          sql.listSettings.all().map((row) => [String(row['name']), String(row['value'])]),
        ),
      ),
    saveSettings: (settings) =>
      kept.write(() => {
        const keywords = () => sql.keywords.get()?.['value'] ?? '';
        const before = keywords();
        for (const [name, value] of Object.entries(settings)) sql.saveSetting.run(name, value);
        // What was unread before means this person now, or no longer.
        if (keywords() !== before) for (const room of keys.all()) conversations.tellPeople(room);
      }),
  };
}
