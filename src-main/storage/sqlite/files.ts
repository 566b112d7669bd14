import { randomBytes } from 'node:crypto';
import { closeSync, openSync, rmSync, statSync, statfsSync, writeSync } from 'node:fs';
import { diskRefusalCode } from '../store-error.ts';

/** Bytes of a database with the files that SQLite keeps beside it. */
export function databaseBytes(path: string): number {
  return [path, `${path}-wal`, `${path}-shm`]
    .map((file) => statSync(file, { throwIfNoEntry: false })?.size ?? 0)
    .reduce((sum, size) => sum + size, 0);
}

/** Bytes that this person may still write where `path` lies. */
export function freeBytes(path: string): number {
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize;
}

/**
 * While a database is open its journal keeps the space that a full disk still lets it write. Between two starts a
 * file of this size beside it does: whoever starts on a disk without a free byte has that much.
 */
const keptBytes = 576 * 1024;

/** To be called when the journal is gone; on a disk that is full already it keeps as much as the journal gave back. */
export function keepSpace(path: string): void {
  try {
    const file = openSync(`${path}-space`, 'w', 0o600);
    try {
      // Random bytes, because no file system can make them smaller. A full disk takes some of them.
      for (let kept = 0; kept < keptBytes;) kept += writeSync(file, randomBytes(16 * 1024));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (diskRefusalCode(error) === undefined) throw error;
  }
}

/** To be called before the journal is made. */
export function giveSpace(path: string): void {
  rmSync(`${path}-space`, { force: true });
}
