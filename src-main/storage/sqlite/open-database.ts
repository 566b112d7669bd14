import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { RefusalCode } from '../../../src-shared/protocol/codes.ts';
import { StoreError } from '../store-error.ts';
import { diskRefusalCode } from './disk-refusal.ts';
import { migrate, schemaVersion } from './migrate.ts';
import type { Migration } from './migrate.ts';

/** Larger files are not read through when opened: SQLite still notices damage where it reads. */
const checkedBytes = 32 * 1024 * 1024;

export type DatabaseKind = {
  /** `application_id`: a database of another program, or of another kind of ours, is not touched. */
  applicationId: number;
  migrations: readonly Migration[];
};

export type DatabasePlace = {
  path: string;
  /** `must-exist`: a missing or empty file is refused instead of made. */
  mode: 'create' | 'must-exist';
  cacheKiB: number;
  /** For tests: makes SQLite say that the disk is full. */
  maxPages?: number | undefined;
};

/**
 * Opens and migrates a database that belongs to this process alone for as long as it is open.
 * Throws `StoreError` with `data-read-only`, `data-corrupt`, `data-newer`, `data-in-use`, `data-full`,
 * `store-failed` or (must-exist) `no-such-room`; the files are then as they were.
 */
export function openDatabase(kind: DatabaseKind, place: DatabasePlace): DatabaseSync {
  const { path, mode } = place;
  try {
    if (mode === 'create') mkdirSync(dirname(path), { recursive: true });
    else if (!existsSync(path)) throw new StoreError({ code: 'no-such-room', subject: path });
    const database = new DatabaseSync(path, { timeout: 0, allowExtension: false });
    try {
      prepare(database, kind, place);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  } catch (error) {
    const code = diskRefusalCode(error);
    if (code === undefined) throw error;
    throw new StoreError({ code, subject: path }, { cause: error });
  }
}

function prepare(database: DatabaseSync, kind: DatabaseKind, place: DatabasePlace): void {
  const refuse = (code: RefusalCode): never => {
    throw new StoreError({ code, subject: place.path });
  };
  // Exclusive: held from the first read on, freed by the system when the process dies.
  database.exec('PRAGMA locking_mode = EXCLUSIVE');
  database.exec('BEGIN IMMEDIATE; COMMIT');
  database.enableDefensive(true);

  const version = schemaVersion(database);
  const isEmpty = version === 0 && readNumber(database, 'PRAGMA schema_version') === 0;
  if (isEmpty && place.mode === 'must-exist') refuse('data-corrupt');
  if (!isEmpty && readNumber(database, 'PRAGMA application_id') !== kind.applicationId)
    refuse('data-corrupt');
  if (version > (kind.migrations.at(-1)?.version ?? 0)) refuse('data-newer');
  if (!isEmpty && isDamaged(database)) refuse('data-corrupt');

  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
  database.exec(`PRAGMA cache_size = -${place.cacheKiB}; PRAGMA journal_size_limit = 67108864`);
  if (place.maxPages !== undefined) database.exec(`PRAGMA max_page_count = ${place.maxPages}`);
  migrate(database, kind.migrations);
}

function isDamaged(database: DatabaseSync): boolean {
  const bytes =
    readNumber(database, 'PRAGMA page_count') * readNumber(database, 'PRAGMA page_size');
  if (bytes > checkedBytes) return false;
  const row = database.prepare('PRAGMA quick_check(1)').get();
  return row?.['quick_check'] !== 'ok';
}

function readNumber(database: DatabaseSync, sql: string): number {
  return Number(Object.values(database.prepare(sql).get() ?? {})[0]);
}
