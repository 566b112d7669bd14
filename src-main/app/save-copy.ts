import { constants } from 'node:fs';
import { chmod, copyFile, lstat, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SavedFile } from '../../src-shared/bridge/files.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import { filePathFor, numberedName } from '../../src-shared/text/file-names.ts';
import type { System } from '../net/look-at-system.ts';

type Saving = {
  /** A file of this computer by its path, or bytes from elsewhere. */
  from: string | AsyncIterable<Uint8Array>;
  folder: string;
  name: string;
  system: Pick<System, 'platform' | 'run'>;
  nowMs: number;
};

const mostNumbers = 10_000;
/** Windows asks before it runs what has this beside it. */
const zoneOfInternet = '[ZoneTransfer]\r\nZoneId=3\r\n';
/** What macOS asks about before it opens it for the first time: downloaded, and not looked at yet. */
const quarantined = '0081';

/**
 * A copy for the person below the folder, under a name that is free: nothing is written over, nothing can be run, and the
 * system is told that it came from elsewhere.
 */
export async function saveCopy({
  from,
  folder,
  name,
  system,
  nowMs,
}: Saving): Promise<Outcome<SavedFile>> {
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
    const own = await freeName(wanted, (each) => copyTo(from, join(place, each)));
    if (own === undefined) return refused({ code: 'file-not-here' });
    const path = join(place, own);
    await chmod(path, 0o600);
    await markForeign(path, system, nowMs);
    return done({ path, name: own });
  } catch (error) {
    const refusal = diskRefusal(error, folder);
    if (refusal) return refused(refusal);
    throw error;
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

/** False if something is there already. Half a copy does not stay. */
async function copyTo(from: Saving['from'], path: string): Promise<boolean> {
  try {
    if (typeof from === 'string')
      await copyFile(from, path, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    else await writeFile(path, from, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    await rm(path, { force: true });
    throw error;
  }
}
