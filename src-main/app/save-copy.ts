import { constants } from 'node:fs';
import { chmod, copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SavedFile } from '../../src-shared/bridge/files.ts';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import { fileNameFor, numberedName } from '../../src-shared/text/file-names.ts';

type Saving = { from: string; folder: string; name: string; platform: string };

const mostNumbers = 10_000;
/** Windows asks before it runs what has this beside it: it came from elsewhere. */
const fromElsewhere = '[ZoneTransfer]\r\nZoneId=3\r\n';

/** A copy for the person, under a name that is free: nothing is written over, nothing can be run. */
export async function saveCopy({
  from,
  folder,
  name,
  platform,
}: Saving): Promise<Outcome<SavedFile>> {
  const wanted = fileNameFor(name);
  try {
    await mkdir(folder, { recursive: true });
    for (let number = 1; number <= mostNumbers; number += 1) {
      const own = number === 1 ? wanted : numberedName(wanted, number);
      const path = join(folder, own);
      if (!(await copyTo(from, path))) continue;
      await chmod(path, 0o600);
      if (platform === 'win32')
        await writeFile(`${path}:Zone.Identifier`, fromElsewhere).catch(() => undefined);
      return done({ path, name: own });
    }
    return refused({ code: 'file-not-here' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EDQUOT') return refused({ code: 'data-full' });
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
      return refused({ code: 'data-read-only', subject: folder });
    throw error;
  }
}

/** False if something is there already. Half a copy does not stay. */
async function copyTo(from: string, path: string): Promise<boolean> {
  try {
    await copyFile(from, path, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    await rm(path, { force: true });
    throw error;
  }
}
