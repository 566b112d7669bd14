import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { FileHash } from '../../../src-shared/protocol/files.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import { hashBytesOf } from '../../files/copy-hashed.ts';
import { FileFolder } from '../../files/file-folder.ts';
import { roomApplicationId } from '../migrations/room/0001-first-schema.ts';
import { roomMigrations } from '../migrations/room/room-migrations.ts';
import { freeBytes } from '../sqlite/files.ts';
import { inTransaction } from '../sqlite/in-transaction.ts';
import {
  giveName,
  hasDatabase,
  hasJournal,
  removeRemains,
  syncFolder,
  unfinishedName,
} from '../sqlite/make-database.ts';
import { findDamage } from '../sqlite/mend-indexes.ts';
import { migrate, schemaVersion } from '../sqlite/migrate.ts';
import { refusalOf, StoreError } from '../store-error.ts';
import type { RestoredRoom, RestoreJob, Work } from './backup-store.ts';
import { summed, throwIfStopped } from './byte-streams.ts';
import { countRoom, readFacts } from './count-room.ts';
import { databaseName, hashOfPart } from './manifest.ts';
import type { Part } from './manifest.ts';
import { damaged, openBackup } from './open-backup.ts';
import type { OpenBackup } from './open-backup.ts';

type Restoring = { backup: OpenBackup; job: RestoreJob; work: Work; passed: (n: number) => void };

/**
 * Makes a room of a backup in a folder that has none. Nothing in the file is believed: each part is hashed, the database is
 * looked through and has to look as one of ours does, and the room is there only when all of it is on disk.
 */
export async function restoreBackup(job: RestoreJob, work: Work): Promise<RestoredRoom> {
  const { folder, path } = job;
  const database = join(folder, databaseName);
  refuseRoom(folder);
  const isNewFolder = mkdirSync(folder, { recursive: true, mode: 0o700 }) !== undefined;
  const files = join(folder, 'files');
  const hadFiles = existsSync(files);
  const unfinished = unfinishedName(database);
  try {
    const backup = await openBackup(path);
    try {
      return await restoreFrom({ backup, job, work, unfinished });
    } finally {
      backup.close();
    }
  } catch (error) {
    // Those of another process that was first stay.
    if (!hadFiles && !hasDatabase(database)) await rm(files, { recursive: true, force: true });
    throw refusalOf(error, folder);
  } finally {
    for (const end of ['', '-journal', '-wal', '-shm'])
      rmSync(`${unfinished}${end}`, { force: true });
    if (isNewFolder && !hasDatabase(database)) rmSync(folder, { recursive: true, force: true });
  }
}

function refuseRoom(folder: string): void {
  const database = join(folder, databaseName);
  if (hasDatabase(database)) throw new StoreError({ code: 'data-in-use', subject: database });
  if (hasJournal(database)) throw new StoreError({ code: 'room-folder-here', subject: folder });
}

async function restoreFrom({
  backup,
  job,
  work,
  unfinished,
}: Pick<Restoring, 'backup' | 'job' | 'work'> & { unfinished: string }): Promise<RestoredRoom> {
  const { manifest } = backup;
  const total = manifest.parts.reduce((sum, { bytes }) => sum + bytes, 0);
  refuseFullDisk(job.folder, total);
  let done = 0;
  const passed = (bytes: number): void => {
    done += bytes;
    work.progress({ step: 'restoring', done, total });
  };
  const restoring: Restoring = { backup, job, work, passed };
  await restoreDatabase(restoring, unfinished);
  inDatabase(restoring, unfinished, (database) => vetDatabase(database, restoring));
  const held = await restoreFiles(restoring);
  const counts = inDatabase(restoring, unfinished, (database) => {
    if (job.epoch !== undefined) goOn(database, job.epoch, held);
    return countRoom(database);
  });
  throwIfStopped(work.signal);
  const path = join(job.folder, databaseName);
  refuseRoom(job.folder);
  removeRemains(path);
  if (!giveName(unfinished, path)) throw new StoreError({ code: 'data-in-use', subject: path });
  syncFolder(job.folder);
  const { id: room, name, port } = manifest.room;
  return { room, name, port, counts: { ...counts, files: held.size, bytes: total } };
}

function refuseFullDisk(folder: string, needed: number): void {
  if (freeBytes(folder) >= needed + limits.freeDiskBytes) return;
  throw new StoreError({ code: 'backup-no-space', subject: folder, limit: needed });
}

async function restoreDatabase({ backup, job, work, passed }: Restoring, path: string) {
  const part = backup.manifest.parts.find(({ name }) => name === databaseName);
  if (!part) throw damaged(job.path);
  const bytes = summed(backup.read(databaseName), { signal: work.signal, passed });
  const handle = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of bytes) await handle.writeFile(chunk);
    await handle.sync();
  } finally {
    await handle.close();
  }
  refuseOther(part, bytes.sum, job.path);
}

function refuseOther(part: Part, read: Pick<Part, 'bytes' | 'sha256'>, path: string): void {
  if (part.bytes !== read.bytes || part.sha256 !== read.sha256) throw damaged(path);
}

/** Each by what the room knows it by, too: what its messages name is what is there. */
async function restoreFiles({ backup, job, work, passed }: Restoring): Promise<Set<FileHash>> {
  const folder = new FileFolder(join(job.folder, 'files'));
  const held = new Set<FileHash>();
  for (const part of backup.manifest.parts) {
    const wanted = hashOfPart(part.name);
    if (wanted === undefined) continue;
    const bytes = summed(backup.read(part.name), { signal: work.signal, passed });
    const taken = job.epoch === undefined ? hashBytesOf(bytes) : folder.take(bytes);
    const { hash } = await taken;
    refuseOther(part, bytes.sum, job.path);
    if (hash !== wanted) throw damaged(job.path);
    held.add(wanted);
  }
  return held;
}

/** Nobody uses it if this does not come to its end, so no journal is needed on disk. */
function inDatabase<T>({ job }: Restoring, path: string, work: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(path, { allowExtension: false });
  try {
    database.exec('PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON');
    database.enableDefensive(true);
    database.exec('PRAGMA journal_mode = MEMORY; PRAGMA synchronous = FULL');
    return work(database);
  } catch (error) {
    const said = refusalOf(error, path);
    const isBroken = said instanceof StoreError && said.refusal.code === 'data-corrupt';
    throw isBroken ? damaged(job.path, error) : error;
  } finally {
    database.close();
  }
}

/** Before files are taken out for it. A database can hold programs of its own (triggers, views): it must look exactly as we make them. */
function vetDatabase(database: DatabaseSync, { backup, job: { path } }: Restoring): void {
  const version = schemaVersion(database);
  if (
    Number(database.prepare('PRAGMA application_id').get()?.['application_id']) !==
    roomApplicationId
  )
    throw damaged(path);
  if (version > (roomMigrations.at(-1)?.version ?? 0))
    throw new StoreError({ code: 'backup-newer', subject: path });
  const usual = new DatabaseSync(':memory:');
  try {
    migrate(
      usual,
      roomMigrations.filter((step) => step.version <= version),
    );
    if (schemaOf(database) !== schemaOf(usual)) throw damaged(path);
  } finally {
    usual.close();
  }
  const [found] = findDamage(database);
  if (found !== undefined) throw damaged(path, new Error(found));
  const { id, name } = backup.manifest.room;
  const facts = readFacts(database);
  if (facts.room !== id || facts.name !== name) throw damaged(path);
}

function schemaOf(database: DatabaseSync): string {
  const rows = database
    .prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name')
    .all();
  return JSON.stringify(rows);
}

function goOn(database: DatabaseSync, epoch: string, held: ReadonlySet<FileHash>): void {
  inTransaction(database, () => {
    database.prepare('UPDATE room SET epoch = ?').run(epoch);
    database.exec('CREATE TEMP TABLE held (hash TEXT PRIMARY KEY) STRICT');
    const add = database.prepare('INSERT INTO held VALUES (?)');
    for (const hash of held) add.run(hash);
    // What somebody was just sending comes anew.
    database.exec(`
      UPDATE file_use SET is_kept = 0 WHERE is_kept = 1 AND hash NOT IN (SELECT hash FROM held);
      DELETE FROM file_offer WHERE is_whole = 0 OR hash NOT IN (SELECT hash FROM held);
      DELETE FROM picture WHERE hash NOT IN (SELECT hash FROM held)`);
  });
}
