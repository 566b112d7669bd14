import { createWriteStream } from 'node:fs';
import { access, constants, mkdir, open, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { backupEnding } from '../../../src-shared/host/backup.ts';
import type { BackupCounts } from '../../../src-shared/host/backup.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import { fileNameFor } from '../../../src-shared/text/file-names.ts';
import { freeBytes } from '../sqlite/files.ts';
import { giveName, syncFolder } from '../sqlite/make-database.ts';
import { openStoredRoom } from '../room/sqlite-room-store.ts';
import { diskRefusalCode, StoreError } from '../store-error.ts';
import { copyName } from './backup-store.ts';
import type { PackedBackup, PackJob, Work } from './backup-store.ts';
import { bytesOf, summed, throwIfStopped } from './byte-streams.ts';
import { countRoom, listKeptFiles, readFacts, readQuiet } from './count-room.ts';
import type { KeptFile } from './count-room.ts';
import { backupVersion, databaseName, manifestName, partOfFile } from './manifest.ts';
import type { Manifest, Part } from './manifest.ts';
import { restoreBackup } from './restore-backup.ts';
import { unfinishedBackup } from './thin-out.ts';

/** Words are read often and written once; a stronger one takes three times as long for a tenth less. */
const compressionLevel = 1;

type Content = ReturnType<typeof readContent> & { databaseBytes: number };
type Packing = {
  zip: ZipFile;
  parts: Part[];
  work: Work;
  passed: (bytes: number) => void;
  /** What is read just now. */
  source?: Readable;
};

/**
 * Makes one file of the room whose copy lies in `workFolder`, and tries it: what is restored from it is counted. It has
 * its name only then.
 */
export async function packBackup(job: PackJob, work: Work): Promise<PackedBackup> {
  const copy = join(job.workFolder, copyName);
  const databaseBytes = (await stat(copy)).size;
  const content = { ...readQuiet(copy, readContent), databaseBytes };
  await refuseFolder(job, content);
  const unfinished = unfinishedBackup(job.folder, content.room);
  try {
    await rm(unfinished, { force: true });
    const counts = await writeBackup(job, { unfinished, content }, work);
    await tryBackup(job, { unfinished, counts }, work);
    throwIfStopped(work.signal);
    return { path: nameBackup(job, unfinished, content.name), counts };
  } catch (error) {
    throw inFolder(error, job.folder);
  } finally {
    // A disk that is gone has nothing left to remove.
    await rm(unfinished, { force: true }).catch(() => undefined);
  }
}

function readContent(database: Parameters<typeof countRoom>[0]) {
  return { ...readFacts(database), ...countRoom(database), files: listKeptFiles(database) };
}

async function refuseFolder({ folder }: PackJob, content: Content): Promise<void> {
  const refuse = (code: 'backup-folder' | 'backup-no-space', limit?: number): never => {
    throw new StoreError({ code, subject: folder, ...(limit === undefined ? {} : { limit }) });
  };
  await access(folder, constants.W_OK).catch(() => refuse('backup-folder'));
  const needed = content.files.reduce((sum, { size }) => sum + size, content.databaseBytes);
  if (freeBytes(folder) < needed + limits.freeDiskBytes) refuse('backup-no-space', needed);
}

type Unfinished = { unfinished: string; content: Content };

async function writeBackup(
  job: PackJob,
  { unfinished, content }: Unfinished,
  work: Work,
): Promise<BackupCounts> {
  const zip = new ZipFile();
  const failed = Promise.withResolvers<never>();
  zip.on('error', (error: Error) => failed.reject(error));
  const total = content.files.reduce((sum, { size }) => sum + size, content.databaseBytes);
  let done = 0;
  const passed = (bytes: number): void => {
    done += bytes;
    work.progress({ step: 'packing', done, total });
  };
  const packing: Packing = { zip, parts: [], work, passed };
  const sink = createWriteStream(unfinished, { flags: 'wx', mode: 0o600, flush: true });
  const written = pipeline(zip.outputStream, sink);
  try {
    // Whichever fails first is why; the others end with it.
    const filled = fill(packing, job, content);
    const [counts] = await Promise.race([Promise.all([filled, written]), failed.promise]);
    return counts;
  } catch (error) {
    packing.source?.destroy();
    sink.destroy();
    await written.catch(() => undefined);
    throw error;
  }
}

async function fill(packing: Packing, job: PackJob, content: Content): Promise<BackupCounts> {
  const { room, name, messages, members, files, databaseBytes } = content;
  const { zip, parts } = packing;
  const copy = await open(join(job.workFolder, copyName));
  await addPart(packing, { name: databaseName, handle: copy, size: databaseBytes });
  for (const file of files) await addFile(packing, job.filesFolder, file);
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  const counts = { messages, members, files: parts.length - 1, bytes };
  const { madeAt, isScheduled, port } = job;
  const manifest: Manifest = {
    is: 'oda-backup',
    version: backupVersion,
    madeAt,
    isScheduled,
    room: { id: room, name, port },
    counts,
    parts,
  };
  zip.addBuffer(Buffer.from(JSON.stringify(manifest)), manifestName, entryOptions(true));
  zip.end();
  return counts;
}

/** One whose message was deleted meanwhile is left out. */
async function addFile(packing: Packing, folder: string, { hash, size }: KeptFile): Promise<void> {
  const handle = await open(join(folder, hash.slice(0, 2), hash)).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });
  if (!handle) return;
  if ((await handle.stat()).size === size)
    await addPart(packing, { name: partOfFile(hash), handle, size });
  else await handle.close();
}

/** Resolves when all of it was read; closes the handle. */
function addPart(
  packing: Packing,
  { name, handle, size }: { name: string; handle: FileHandle; size: number },
): Promise<void> {
  const { zip, parts, work, passed } = packing;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const bytes = summed(bytesOf(handle, size), { signal: work.signal, passed });
  async function* read(): AsyncGenerator<Uint8Array> {
    try {
      yield* bytes;
      parts.push({ name, ...bytes.sum });
      resolve();
    } finally {
      await handle.close();
    }
  }
  const source = Readable.from(read(), { objectMode: false });
  source.on('error', reject);
  packing.source = source;
  // What people send is seldom text.
  zip.addReadStream(source, name, { ...entryOptions(name === databaseName), size });
  return promise;
}

function entryOptions(isCompressed: boolean) {
  return { mode: 0o100600, compress: isCompressed, ...(isCompressed && { compressionLevel }) };
}

/** The room is restored where nobody sees it, and opened; of files it is enough to read them, and hash them once more. */
async function tryBackup(
  { workFolder }: PackJob,
  { unfinished, counts }: { unfinished: string; counts: BackupCounts },
  work: Work,
): Promise<void> {
  const folder = join(workFolder, 'tried');
  await mkdir(folder, { mode: 0o700 });
  const progress: Work['progress'] = (made) => work.progress({ ...made, step: 'checking' });
  const tried = await restoreBackup(
    { path: unfinished, folder },
    { signal: work.signal, progress },
  );
  await openStoredRoom({ folder, checkedBytes: 0 }).file.close();
  const isSame = Object.entries(counts).every(
    ([what, count]) => tried.counts[what as keyof BackupCounts] === count,
  );
  if (!isSame) throw new StoreError({ code: 'backup-damaged', subject: unfinished });
}

/** Never takes the place of another file. */
function nameBackup({ folder, madeAt }: PackJob, unfinished: string, room: string): string {
  const name = `${fileNameFor(room)} ${minuteOf(madeAt)}`;
  for (let number = 1; ; number += 1) {
    const more = number === 1 ? '' : ` (${number})`;
    const path = join(folder, `${name}${more}${backupEnding}`);
    if (!giveName(unfinished, path)) continue;
    syncFolder(folder);
    return path;
  }
}

/** As the clock on the wall says it, without what no system takes in a name. */
function minuteOf(ms: number): string {
  const at = new Date(ms);
  const two = (number: number): string => String(number).padStart(2, '0');
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `${day} ${two(at.getHours())}.${two(at.getMinutes())}`;
}

/** What the disk with the backups says; the room's own has nothing to do with it. */
function inFolder(error: unknown, folder: string): unknown {
  if (error instanceof StoreError) return error;
  const code = diskRefusalCode(error);
  if (code === undefined) return error;
  const said = code === 'data-full' ? 'backup-no-space' : 'backup-folder';
  return new StoreError({ code: said, subject: folder }, { cause: error });
}
