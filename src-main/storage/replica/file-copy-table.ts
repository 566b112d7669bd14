import type { FileHash } from '../../../src-shared/protocol/files.ts';
import { mostSavedCopies } from '../../client/replica/file-copies.ts';
import type { FileCopyStore, SavedCopy } from '../../client/replica/file-copies.ts';
import type { KeptDatabase } from '../sqlite/kept-database.ts';
import { prepareAll } from '../sqlite/prepare-all.ts';
import type { RoomKeyTable } from './key-tables.ts';

export const readSavedSql =
  'SELECT hash, path, name, size, changed_at AS changedAt FROM saved_file WHERE room = ? AND hash = ?';

const statements = {
  note: `
    INSERT INTO file_copy (hash, room, at) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET at = max(at, excluded.at)`,
  takeOlder: 'DELETE FROM file_copy WHERE room = ? AND at < ? RETURNING hash',
  other: 'SELECT 1 FROM file_copy WHERE hash = ? LIMIT 1',
  noteSaved: `
    INSERT OR REPLACE INTO saved_file (room, hash, path, name, size, changed_at)
    VALUES (?, ?, ?, ?, ?, ?)`,
  forgetOldest: 'DELETE FROM saved_file WHERE position <= ?',
  readSaved: readSavedSql,
  forgetSaved: 'DELETE FROM saved_file WHERE room = ? AND hash = ?',
};

/** Which files of a room lie on this disk, and where the person has saved one, in SQL. */
export function fileCopyTable(kept: KeptDatabase, keys: RoomKeyTable): FileCopyStore {
  const sql = prepareAll(kept.database, statements);
  return {
    note: (room, files, saidAt) =>
      kept.write(() => {
        const { key } = keys.of(room);
        for (const hash of files) sql.note.run(hash, key, saidAt);
      }),
    unknown: (files) => kept.read(() => files.filter((hash) => !sql.other.get(hash))),
    takeOlder: (room, before) =>
      kept.write(() => {
        const { key } = keys.of(room);
        const rows = sql.takeOlder.all(key, before) as { hash: FileHash }[];
        for (const { hash } of rows) sql.forgetSaved.run(key, hash);
        return rows.map(({ hash }) => hash).filter((hash) => !sql.other.get(hash));
      }),
    noteSaved: (room, { hash, path, name, size, changedAt }) =>
      kept.write(() => {
        const saved = sql.noteSaved.run(keys.of(room).key, hash, path, name, size, changedAt);
        sql.forgetOldest.run(Number(saved.lastInsertRowid) - mostSavedCopies);
      }),
    readSaved: (room, files) =>
      kept.read(() => {
        const { key } = keys.of(room);
        return files.flatMap((hash) => sql.readSaved.all(key, hash) as SavedCopy[]);
      }),
    forgetSaved: (room, files) =>
      kept.write(() => {
        const { key } = keys.of(room);
        for (const hash of files) sql.forgetSaved.run(key, hash);
      }),
  };
}
