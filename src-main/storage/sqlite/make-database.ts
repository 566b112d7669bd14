import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { randomBytes } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Names of databases that are being made: `room.db.new-1a2b3c4d`. */
const infix = '.new-';

/** A name that nobody else uses; what is left of it goes when the database is opened next. */
export function unfinishedName(path: string): string {
  return `${path}${infix}${randomBytes(4).toString('hex')}`;
}

/** An empty file is none: an older program, or a disk that was full, may have left one. */
export function hasDatabase(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

/** What was written last may stand in the journals alone, without the database: it can still be mended. */
export function hasJournal(path: string): boolean {
  return [`${path}-wal`, `${path}-journal`].some(hasDatabase);
}

/**
 * Makes a database that is there whole or not at all, whenever the program or the computer ends: under a name
 * that nobody else uses, filled in one transaction, on disk before it gets its name. False if another process
 * was first: its database stays.
 */
export function makeDatabase(path: string, fill: (database: DatabaseSync) => void): boolean {
  const folder = dirname(path);
  const firstMade = mkdirSync(folder, { recursive: true, mode: 0o700 });
  const unfinished = unfinishedName(path);
  try {
    // What people write is for nobody else on this computer; the files that SQLite makes beside it follow it.
    closeSync(openSync(unfinished, 'wx', 0o600));
    fillWhole(unfinished, fill);
    if (!hasDatabase(path)) removeRemains(path);
    if (!giveName(unfinished, path)) return false;
  } finally {
    rmSync(unfinished, { force: true });
  }
  syncFolder(folder);
  // The names of new folders stand in those above them.
  for (let made = folder; firstMade?.startsWith(made) === false; made = dirname(made))
    syncFolder(dirname(made));
  if (firstMade !== undefined) syncFolder(dirname(firstMade));
  return true;
}

/** For whoever has the database to itself: removes what was left when making it was interrupted. */
export function removeUnfinished(path: string): void {
  const folder = dirname(path);
  const start = `${basename(path)}${infix}`;
  for (const name of readdirSync(folder))
    if (name.startsWith(start)) rmSync(join(folder, name), { force: true });
}

function fillWhole(path: string, fill: (database: DatabaseSync) => void): void {
  const database = new DatabaseSync(path, { allowExtension: false });
  try {
    // Nobody uses it if this does not come to its end, so no journal is needed for going back.
    database.exec('PRAGMA journal_mode = MEMORY; PRAGMA synchronous = FULL');
    fill(database);
  } finally {
    database.close();
  }
}

/** SQLite would take the journal of a database that was deleted for one of the new one. */
export function removeRemains(path: string): void {
  for (const file of [path, `${path}-wal`, `${path}-shm`, `${path}-journal`])
    if (existsSync(file)) rmSync(file);
}

/** A second name, unlike a new one, never takes the place of a file. */
export function giveName(unfinished: string, path: string): boolean {
  try {
    linkSync(unfinished, path);
  } catch (error) {
    if (existsSync(path)) return false;
    // Some file systems know no second names (exFAT: EPERM, ENOTSUP).
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') throw error;
    renameSync(unfinished, path);
  }
  return true;
}

/** The name itself is on disk then; Windows sees to that by itself and opens no folders. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
