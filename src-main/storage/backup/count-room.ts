import type { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { DatabaseSync as Database } from 'node:sqlite';
import type { BackupCounts } from '../../../src-shared/host/backup.ts';
import type { FileHash } from '../../../src-shared/protocol/files.ts';
import type { RoomId } from '../../../src-shared/protocol/ids.ts';

/** Those that a room's messages, people and outboxes have; others that lie in its folder are on their way out. */
const keptFiles = `
  SELECT hash, max(size) AS size FROM (
    SELECT hash, size FROM file_offer WHERE is_whole = 1
    UNION ALL SELECT hash, size FROM file_use WHERE is_kept = 1
    UNION ALL SELECT hash, size FROM picture
  ) GROUP BY hash ORDER BY hash`;

export type KeptFile = { hash: FileHash; size: number };

/** Reads a database that nobody writes to, without leaving anything beside it. */
export function readQuiet<T>(path: string, read: (database: DatabaseSync) => T): T {
  const url = pathToFileURL(path);
  url.searchParams.set('immutable', '1');
  const database = new Database(url, { readOnly: true });
  try {
    return read(database);
  } finally {
    database.close();
  }
}

export function readFacts(database: DatabaseSync): { room: RoomId; name: string } {
  const row = database.prepare('SELECT room, name FROM room').get();
  return { room: row?.['room'] as RoomId, name: String(row?.['name']) };
}

export function listKeptFiles(database: DatabaseSync): KeptFile[] {
  return database.prepare(keptFiles).all() as KeptFile[];
}

/** Messages that were not deleted since; people with an account. */
export function countRoom(database: DatabaseSync): Pick<BackupCounts, 'messages' | 'members'> {
  const count = (sql: string): number => Number(database.prepare(sql).get()?.['n']);
  const messages = count(`
    SELECT (SELECT count(*) FROM entry WHERE kind IN (SELECT number FROM kind WHERE name = 'message'))
      - (SELECT count(DISTINCT conversation || ' ' || target) FROM entry
         WHERE target IS NOT NULL AND kind IN (SELECT number FROM kind WHERE name = 'message-deleted')) AS n`);
  const members = count('SELECT count(*) AS n FROM account WHERE is_guest = 0');
  return { messages, members };
}
