import type { FileHash } from '../../../src-shared/protocol/files.ts';
import type { FileCopyStore } from '../../client/replica/file-copies.ts';
import type { KeptDatabase } from '../sqlite/kept-database.ts';
import { prepareAll } from '../sqlite/prepare-all.ts';
import type { RoomKeyTable } from './key-tables.ts';

const statements = {
  note: `
    INSERT INTO file_copy (hash, room, at) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET at = max(at, excluded.at)`,
  takeOlder: 'DELETE FROM file_copy WHERE room = ? AND at < ? RETURNING hash',
  other: 'SELECT 1 FROM file_copy WHERE hash = ? LIMIT 1',
};

/** Which files of a room lie on this disk, in SQL. */
export function fileCopyTable(kept: KeptDatabase, keys: RoomKeyTable): FileCopyStore {
  const sql = prepareAll(kept.database, statements);
  return {
    note: (room, files, saidAt) =>
      kept.write(() => {
        const { key } = keys.of(room);
        for (const hash of files) sql.note.run(hash, key, saidAt);
      }),
    takeOlder: (room, before) =>
      kept.write(() => {
        const rows = sql.takeOlder.all(keys.of(room).key, before) as { hash: FileHash }[];
        return rows.map(({ hash }) => hash).filter((hash) => !sql.other.get(hash));
      }),
  };
}
