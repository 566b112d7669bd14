import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { FileHash } from '../../src-shared/protocol/files.ts';
import { ManualClock } from '../../src-shared/outside/manual-clock.ts';
import { temporaryFolder } from '../storage/testing/temporary-folder.ts';
import { FetchedFiles } from './fetched-files.ts';

const hash = 'a'.repeat(43) as FileHash;

function filesOf(inDraft: readonly FileHash[] = []) {
  const clock = new ManualClock();
  const defects: unknown[] = [];
  const options = {
    dataFolder: temporaryFolder(),
    downloadsFolder: temporaryFolder(),
    clock,
    reportDefect: (error: unknown) => defects.push(error),
  };
  const replica = { fileCopies: { unknown: (asked: unknown) => asked } } as never;
  const aim = { files: inDraft.map((each) => ({ name: 'a.txt', size: 1, hash: each })) };
  const client = {
    copy: { conversations: () => [{ aim }, {}] },
    outbox: { list: () => [] },
    terms: { facts: { files: { days: 0 } } },
  } as never;
  const files = new FetchedFiles({ options, replica, clients: () => [client] });
  const chosen = join(options.dataFolder, 'profile', 'chosen');
  return { files, clock, defects, chosen };
}

test('a note that cannot be taken away makes nothing of a message that is sent', async () => {
  const { files, chosen } = filesOf();
  mkdirSync(join(chosen, hash), { recursive: true });
  await expect(files.sent([hash])).resolves.toBeUndefined();
});

test('notes that cannot be read stay for the next run, and keep nobody out', async () => {
  const { files, chosen } = filesOf();
  mkdirSync(dirname(chosen), { recursive: true });
  // The disk names it no folder.
  writeFileSync(chosen, 'unreadable');
  await files.begin();
  expect(existsSync(chosen)).toBe(true);
  files.stop();
});

test('what was chosen stays as long as a draft names it, and goes at the next start', async () => {
  const inDraft: FileHash[] = [hash];
  const { files, chosen } = filesOf(inDraft);
  const other = 'b'.repeat(43) as FileHash;
  mkdirSync(chosen, { recursive: true });
  for (const each of [hash, other]) {
    mkdirSync(dirname(files.folder.pathOf(each)), { recursive: true });
    writeFileSync(files.folder.pathOf(each), 'bytes');
    writeFileSync(join(chosen, each), '');
  }
  const left = () => [hash, other].filter((each) => existsSync(files.folder.pathOf(each)));
  await files.begin();
  expect(left()).toEqual([hash]);
  await files.forget([hash]);
  expect(left()).toEqual([hash]);
  files.stop();
});

test('what cannot be removed holds nobody up, and goes when all is tidied', async () => {
  const { files, defects } = filesOf();
  const path = files.folder.pathOf(hash);
  // As if something else had it open.
  mkdirSync(join(path, 'in the way'), { recursive: true });
  await files.forget([hash]);
  rmSync(path, { recursive: true });
  writeFileSync(path, 'bytes');
  await files.tidy();
  expect(existsSync(path)).toBe(false);
  expect(defects).toEqual([]);
  files.stop();
});

test('tidying that is asked for again while it runs leaves one timer, and none once it is stopped', async () => {
  const { files, clock } = filesOf();
  await Promise.all([files.tidy(), files.tidy()]);
  expect(clock.pendingTimers).toBe(1);
  files.stop();
  await files.tidy();
  expect(clock.pendingTimers).toBe(0);
});

test('what is just being taken in is not taken for what was used longest ago', async () => {
  const { folder } = filesOf().files;
  const halves = (async function* () {
    for (let piece = 0; piece < 4; piece += 1) {
      yield new Uint8Array(1_000_000);
      await folder.keepBelow(0, new Set());
    }
  })();
  const { hash: taken, size } = await folder.take(halves);
  expect(size).toBe(4_000_000);
  expect(dirname(folder.pathOf(taken))).toContain(taken.slice(0, 2));
  expect(existsSync(folder.pathOf(taken))).toBe(true);
});
