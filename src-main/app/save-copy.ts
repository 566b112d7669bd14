import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import {
  copyFile,
  link,
  lstat,
  mkdir,
  open,
  readdir,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import type { SavedFile } from '../../src-shared/bridge/files.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import { filePathFor, numberedName } from '../../src-shared/text/file-names.ts';
import { syncFolder } from '../files/part-file.ts';
import type { System } from '../net/look-at-system.ts';

type Saving = {
  /** A file of this computer by its path, or bytes from elsewhere. */
  from: string | AsyncIterable<Uint8Array>;
  folder: string;
  name: string;
  system: Pick<System, 'platform' | 'run'>;
  nowMs: number;
  /** Gives a file a second name, if none has it; the system's own if missing. */
  linkFile?: typeof link;
};

const mostNumbers = 10_000;
/** What is not whole yet: no program takes it for a file of the person. */
const unfinishedName = /^\.oda-[0-9a-f-]{36}\.part$/;
/** What is copied still changes; what a killed run left does not. */
const leftAfterMs = 60 * 60_000;
/** Windows asks before it runs what has this beside it. */
const zoneOfInternet = '[ZoneTransfer]\r\nZoneId=3\r\n';
/** What macOS asks about before it opens it for the first time: downloaded, and not looked at yet. */
const quarantined = '0081';

/**
 * A copy for the person below the folder, under a name that is free: it has its name once all of it is on the disk, nothing
 * is written over, nothing can be run, and the system is told that it came from elsewhere.
 */
export async function saveCopy(saving: Saving): Promise<Outcome<SavedFile>> {
  const { folder, name } = saving;
  const parts = filePathFor(name).split('/');
  const wanted = parts.pop() ?? '';
  try {
    await mkdir(folder, { recursive: true });
    let place = folder;
    for (const part of parts) {
      const inner = await freeName(part, (own) => isFolder(join(place, own)));
      if (inner === undefined) return refused({ code: 'file-not-here' });
      place = join(place, inner);
    }
    return await copyInto(place, wanted, saving);
  } catch (error) {
    const refusal = diskRefusal(error, folder);
    if (refusal) return refused(refusal);
    throw error;
  }
}

/** Half a copy does not stay. */
async function copyInto(
  place: string,
  wanted: string,
  { from, folder, system, nowMs, linkFile = link }: Saving,
): Promise<Outcome<SavedFile>> {
  const [own, all] = await Promise.all([stat(place), stat(folder)]);
  // Where a later run finds it if this one is killed.
  const copy = join(own.dev === all.dev ? folder : place, `.oda-${randomUUID()}.part`);
  try {
    await copyTo(from, copy);
    await markForeign(copy, system, nowMs);
    const name = await freeName(wanted, (each) => takeName(copy, join(place, each), linkFile));
    if (name === undefined) return refused({ code: 'file-not-here' });
    await syncFolder(place);
    return done({ path: join(place, name), name });
  } finally {
    await rm(copy, { force: true });
  }
}

/** What killed runs have left of copies in the folder. */
export async function removeUnfinishedCopies(folder: string, nowMs: number): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((one) => unfinishedName.test(one))) {
    const path = join(folder, name);
    const found = await lstat(path).catch(() => undefined);
    const isLeft = found?.isFile() === true && nowMs - found.mtimeMs > leftAfterMs;
    if (isLeft) await rm(path, { force: true }).catch(() => undefined);
  }
}

/** What a disk on which the person saves something says to it; undefined if it says something else. */
export function diskRefusal(error: unknown, folder: string): Refusal | undefined {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') return { code: 'data-full', subject: folder };
  const isClosed = code === 'EACCES' || code === 'EPERM' || code === 'EROFS';
  return isClosed ? { code: 'data-read-only', subject: folder } : undefined;
}

/** The name, or with the first number with which it is taken. */
export async function freeName(
  name: string,
  take: (name: string) => Promise<boolean>,
): Promise<string | undefined> {
  for (let number = 1; number <= mostNumbers; number += 1) {
    const own = number === 1 ? name : numberedName(name, number);
    if (await take(own)) return own;
  }
  return undefined;
}

/** Made if nothing is there. A link is none: it may lead elsewhere. */
async function isFolder(path: string): Promise<boolean> {
  try {
    await mkdir(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return (await lstat(path)).isDirectory();
  }
}

/** A disk that cannot keep the mark keeps the file all the same. */
async function markForeign(
  path: string,
  { platform, run }: Saving['system'],
  nowMs: number,
): Promise<void> {
  if (platform === 'win32')
    await writeFile(`${path}:Zone.Identifier`, zoneOfInternet).catch(() => undefined);
  if (platform !== 'darwin') return;
  const seconds = Math.floor(nowMs / 1000).toString(16);
  const mark = `${quarantined};${seconds};Oda;`;
  await run('/usr/bin/xattr', ['-w', 'com.apple.quarantine', mark, path]);
}

/** On the disk when this resolves. */
async function copyTo(from: Saving['from'], path: string): Promise<void> {
  if (typeof from === 'string')
    await copyFile(from, path, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  else await writeFile(path, from, { flag: 'wx', mode: 0o600 });
  const file = await open(path, 'r+');
  try {
    await file.chmod(0o600);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** False if something is there already. */
async function takeName(copy: string, path: string, linkFile: typeof link): Promise<boolean> {
  try {
    await linkFile(copy, path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (code === 'ENOSPC' || code === 'EDQUOT') throw error;
  }
  // A disk on which a file has one name (FAT): an empty one holds the name for the moment until the whole one has it.
  try {
    await writeFile(path, '', { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  await rename(copy, path).catch(async (error: unknown) => {
    await rm(path, { force: true });
    throw error;
  });
  return true;
}
