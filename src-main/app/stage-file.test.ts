import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PrivateFiles } from '../client/private-files.ts';
import { FileFolder } from '../files/file-folder.ts';
import { temporaryFolder } from '../storage/testing/temporary-folder.ts';
import { stageFile } from './stage-file.ts';

/** Has other things to do before it reads. */
class BusyFolder extends FileFolder {
  override async take(bytes: AsyncIterable<Uint8Array>) {
    for (let time = 0; time < 20; time += 1) await readFile(import.meta.filename);
    return super.take(bytes);
  }
}

test('a file that is not there, or is a folder, is refused by its name, however late it is looked at, and ends nothing', async () => {
  const folder = temporaryFolder();
  const defects: unknown[] = [];
  const parts = {
    fetched: {
      folder: new BusyFolder(join(folder, 'files')),
      ofPrivates: new PrivateFiles(new FileFolder(join(folder, 'private-files')), () => undefined),
      staged: () => Promise.resolve(),
    },
    reportDefect: (error: unknown) => defects.push(error),
  };
  const staged = await stageFile({ name: '', path: join(folder, 'gone.txt') }, parts);
  expect(staged).toEqual({
    ok: false,
    refusal: { code: 'file-unreadable', subject: 'gone.txt' },
  });
  const folderStaged = await stageFile({ name: '', path: folder }, parts);
  expect(folderStaged).toMatchObject({ refusal: { code: 'file-is-folder' } });
  expect(defects).toEqual([]);
});
