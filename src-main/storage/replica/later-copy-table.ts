import { wellFormedJson } from '../../../src-shared/protocol/entry-parts.ts';
import type { LaterMessage } from '../../../src-shared/protocol/later.ts';
import type { LaterCopyStore } from '../../client/replica/later.ts';
import type { KeptDatabase } from '../sqlite/kept-database.ts';
import { prepareAll } from '../sqlite/prepare-all.ts';
import type { RoomKeyTable } from './key-tables.ts';

const statements = {
  list: 'SELECT messages FROM later_copy WHERE room = ?',
  keep: 'INSERT OR REPLACE INTO later_copy (room, messages) VALUES (?, ?)',
  remove: 'DELETE FROM later_copy WHERE room = ?',
};

/** A few messages at most, which are listed and kept as one, in SQL. */
export function laterCopyTable(kept: KeptDatabase, keys: RoomKeyTable): LaterCopyStore {
  const sql = prepareAll(kept.database, statements);
  return {
    list: (room) =>
      kept.read(() => {
        const row = sql.list.get(keys.of(room).key);
        return row ? (JSON.parse(String(row['messages'])) as LaterMessage[]) : [];
      }),
    keep: (room, messages) =>
      kept.write(() => {
        const { key } = keys.of(room);
        if (messages.length === 0) sql.remove.run(key);
        else sql.keep.run(key, wellFormedJson(messages));
      }),
  };
}
