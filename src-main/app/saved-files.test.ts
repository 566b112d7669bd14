import { renameSync, utimesSync, writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { FileHash } from '../../src-shared/protocol/files.ts';
import { everyone, type RoomId } from '../../src-shared/protocol/ids.ts';
import { RefusalError } from '../../src-shared/protocol/outcome.ts';
import type { FileCopyStore, SavedCopy } from '../client/replica/file-copies.ts';
import { temporaryFolder } from '../storage/testing/temporary-folder.ts';
import { SavedFiles } from './saved-files.ts';

const room = 'r'.repeat(16) as RoomId;
const hash = 'h'.repeat(43) as FileHash;
const said = { room, in: everyone, seq: 1, hash };

it('a file is saved also where that cannot be noted', async () => {
  const path = join(temporaryFolder(), 'plan.txt');
  writeFileSync(path, 'at nine');
  const noteSaved = () => Promise.reject(new RefusalError({ code: 'data-full' }));
  const saved = new SavedFiles({ noteSaved } as unknown as FileCopyStore);
  await saved.note(said, { path, name: 'plan.txt' });
  expect(saved.knows(path)).toBe(true);
});

it('what lies on a disk that is away is known when that is back; another file of the same size is not it', async () => {
  const disk = join(temporaryFolder(), 'disk');
  const path = join(disk, 'plan.txt');
  mkdirSync(disk);
  writeFileSync(path, 'at nine');
  let rows: SavedCopy[] = [];
  const store = {
    noteSaved: async (_: RoomId, copy: SavedCopy) => void (rows = [copy]),
    readSaved: async () => rows,
    forgetSaved: async () => void (rows = []),
  };
  const saved = new SavedFiles(store as unknown as FileCopyStore);
  await saved.note(said, { path, name: 'plan.txt' });
  const list = () => saved.list({ room }, [hash]);
  renameSync(disk, `${disk} away`);
  expect(await list()).toEqual([]);
  renameSync(`${disk} away`, disk);
  expect(await list()).toEqual([{ hash, path, name: 'plan.txt' }]);
  writeFileSync(path, 'at five');
  utimesSync(path, 1, 1);
  expect(await list()).toEqual([]);
  expect(rows).toEqual([]);
});
