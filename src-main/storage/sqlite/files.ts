import { statSync, statfsSync } from 'node:fs';

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
