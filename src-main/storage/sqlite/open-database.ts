import { DatabaseSync } from 'node:sqlite';
import type { RefusalCode } from '../../../src-shared/protocol/codes.ts';
import { StoreError, diskRefusalCode, refusalOf } from '../store-error.ts';
import { inTransaction } from './in-transaction.ts';
import { giveSpace } from './files.ts';
import { hasDatabase, makeDatabase, removeUnfinished } from './make-database.ts';
import { mendIndexes } from './mend-indexes.ts';
import type { Derived } from './mend-indexes.ts';
import { StoreHealth } from './store-health.ts';
import { migrate, schemaVersion } from './migrate.ts';
import type { Migration } from './migrate.ts';

/**
 * What a full disk still lets us write, tokens above all, so that people can come back and read: SQLite keeps both
 * its journal at this length and as much free space inside the file.
 */
const reservedBytes = 256 * 1024;

/** Larger files are read through in the background, not when they are opened. */
const checkedBytes = 32 * 1024 * 1024;

export type DatabaseKind = {
  /** `application_id`: a database of another program, or of another kind of ours, is not touched. */
  applicationId: number;
  migrations: readonly Migration[];
  /** Whoever opens it fills what was made anew, and says to its health how that is done from then on. */
  derived?: readonly Derived[];
};

/** Where a store is kept, as whoever opens it says. */
export type StorePlace = {
  folder: string;
  /** For tests: makes SQLite say that the disk is full. */
  maxPages?: number | undefined;
  /** For tests: what is larger is looked through in the background, not when it is opened. */
  checkedBytes?: number | undefined;
};

type DatabasePlace = Omit<StorePlace, 'folder'> & {
  path: string;
  /** A missing or empty file is refused instead of made, or one that is there; or either is fine. */
  mode: 'must-exist' | 'must-be-new' | 'made-where-missing';
  /** What a new one holds from its first moment on. */
  fill?: (database: DatabaseSync) => void;
  cacheKiB: number;
};

/** `isChecked`: it was looked through when it was opened. */
export type OpenedDatabase = {
  database: DatabaseSync;
  path: string;
  health: StoreHealth;
  isChecked: boolean;
};

/**
 * Opens and migrates a database that belongs to this process alone for as long as it is open, and makes what reads it
 * at once. If a damaged index is in the way of that, the index is mended and it is made again. Throws `StoreError`
 * with `data-read-only`, `data-corrupt`, `data-newer`, `data-in-use`, `data-full`, `store-failed` or (must-exist)
 * `no-such-room`; the files are then as they were.
 */
export function openDatabase<T>(
  kind: DatabaseKind,
  place: DatabasePlace,
  make: (opened: OpenedDatabase) => T,
): T {
  const { path } = place;
  try {
    makeWhereMissing(kind, place);
    const database = new DatabaseSync(path, { timeout: 0, allowExtension: false });
    try {
      const opened = prepare(database, kind, place);
      removeUnfinished(path);
      try {
        return make(opened);
      } catch (error) {
        if (!opened.health.mend(error)) throw error;
        return make(opened);
      }
    } catch (error) {
      database.close();
      throw error;
    }
  } catch (error) {
    throw refusalOf(error, path);
  }
}

/** One that ends with the process and waits for no disk. */
export function openInMemory(
  { migrations }: DatabaseKind,
  fill: (database: DatabaseSync) => void,
): OpenedDatabase {
  const database = new DatabaseSync(':memory:');
  database.exec('PRAGMA foreign_keys = ON');
  database.enableDefensive(true);
  migrate(database, migrations, fill);
  return { database, path: ':memory:', health: new StoreHealth(database), isChecked: true };
}

function makeWhereMissing(kind: DatabaseKind, { path, mode, fill, maxPages }: DatabasePlace): void {
  if (mode === 'must-exist') {
    if (!hasDatabase(path)) throw new StoreError({ code: 'no-such-room', subject: path });
    return;
  }
  const isMade =
    !hasDatabase(path) &&
    makeDatabase(path, (database) => {
      limitPages(database, maxPages);
      migrate(database, kind.migrations, fill);
    });
  if (mode === 'must-be-new' && !isMade)
    throw new StoreError({ code: 'data-in-use', subject: path });
}

function prepare(database: DatabaseSync, kind: DatabaseKind, place: DatabasePlace): OpenedDatabase {
  const refuse = (code: RefusalCode): never => {
    throw new StoreError({ code, subject: place.path });
  };
  // Exclusive: held from the first read on, freed by the system when the process dies.
  database.exec('PRAGMA locking_mode = EXCLUSIVE');
  database.exec('BEGIN IMMEDIATE; COMMIT');
  database.enableDefensive(true);

  const version = schemaVersion(database);
  if (readNumber(database, 'PRAGMA application_id') !== kind.applicationId) refuse('data-corrupt');
  if (version > (kind.migrations.at(-1)?.version ?? 0)) refuse('data-newer');
  const isChecked = !isLarge(database, place);
  const condition = isChecked ? mendIndexes(database, { derived: kind.derived ?? [] }) : 'whole';

  giveSpace(place.path);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
  // What is deleted is overwritten in the file too.
  database.exec('PRAGMA secure_delete = ON');
  database.exec(`PRAGMA cache_size = -${place.cacheKiB}; PRAGMA journal_size_limit = 67108864`);
  limitPages(database, place.maxPages);
  migrate(database, kind.migrations);
  // What can be read of a damaged one stays as it is.
  if (condition !== 'damaged') reserveSpace(database);
  const health = new StoreHealth(database, { derived: kind.derived ?? [], opened: condition });
  return { database, path: place.path, health, isChecked };
}

/** Written and given back: what SQLite has once taken of the disk for its files it uses again. */
export function reserveSpace(database: DatabaseSync): void {
  try {
    inTransaction(database, () =>
      database.exec(`
        CREATE TABLE reserve (bytes BLOB) STRICT;
        INSERT INTO reserve VALUES (zeroblob(${reservedBytes}));
        DROP TABLE reserve`),
    );
    database.exec('PRAGMA wal_checkpoint(RESTART)');
  } catch (error) {
    // On a disk that is full already what can be read is read.
    if (diskRefusalCode(error) !== 'data-full') throw error;
  }
}

function limitPages(database: DatabaseSync, maxPages: number | undefined): void {
  if (maxPages !== undefined) database.exec(`PRAGMA max_page_count = ${maxPages}`);
}

function isLarge(database: DatabaseSync, place: DatabasePlace): boolean {
  const bytes =
    readNumber(database, 'PRAGMA page_count') * readNumber(database, 'PRAGMA page_size');
  return bytes > (place.checkedBytes ?? checkedBytes);
}

function readNumber(database: DatabaseSync, sql: string): number {
  return Number(Object.values(database.prepare(sql).get() ?? {})[0]);
}
