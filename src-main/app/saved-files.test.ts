import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { FileHash } from '../../src-shared/protocol/files.ts';
import { everyone, type RoomId } from '../../src-shared/protocol/ids.ts';
import { RefusalError } from '../../src-shared/protocol/outcome.ts';
import type { FileCopyStore } from '../client/replica/file-copies.ts';
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
