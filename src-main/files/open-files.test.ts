import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { FileHash } from '../../src-shared/protocol/files.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { HeldBlock } from './block-cache.ts';
import { BlockSet } from './block-set.ts';
import { OpenFiles } from './open-files.ts';
import { WholeFile } from './whole-file.ts';

const { fileBlockBytes } = limits;
const blocks = 60;
const hash = 'h'.repeat(43) as FileHash;

/** How often each block is read; every one has its number in it. */
function openFile() {
  const folder = mkdtempSync(join(tmpdir(), 'oda-files-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'file');
  const bytes = Buffer.alloc(blocks * fileBlockBytes);
  for (let at = 0; at < blocks; at += 1) bytes.writeUInt8(at, at * fileBlockBytes);
  writeFileSync(path, bytes);
  const read = vi.spyOn(WholeFile.prototype, 'read');
  onTestFinished(() => read.mockRestore());
  const timesRead = (): number[] => {
    const counts: number[] = [];
    for (const [at] of read.mock.calls) counts[at] = (counts[at] ?? 0) + 1;
    return counts;
  };
  return { files: new OpenFiles(() => path), timesRead };
}

/** Somebody who fetches all of it, one block after the other. */
async function fetcher(files: OpenFiles) {
  const source = await files.source(hash);
  const missing = new BlockSet(blocks);
  missing.add(0, blocks);
  const came: number[] = [];
  let held: HeldBlock | undefined;
  return {
    came,
    /** False when it has all. */
    step: async (): Promise<boolean> => {
      held?.release();
      held = undefined;
      if (missing.size === 0) return false;
      const taken = await source.take(missing);
      expect(taken.block.bytes[0]).toBe(taken.at);
      came.push(taken.at);
      held = taken.block;
      return true;
    },
    close: () => source.close(),
  };
}

/** Numbers that look like any, and are the same in every run. */
function* anyNumbers(): Generator<number, never> {
  for (let last = 1; ;) {
    last = (last * 48_271) % 2_147_483_647;
    yield last / 2_147_483_647;
  }
}

test('twenty who fetch a file, each at a pace of its own, have each block read at most twice', async () => {
  const { files, timesRead } = openFile();
  const all = await Promise.all(Array.from({ length: 20 }, () => fetcher(files)));
  const left = new Set(all);
  const numbers = anyNumbers();
  while (left.size > 0) {
    const who = [...left][Math.floor(numbers.next().value * left.size)];
    if (who && !(await who.step())) left.delete(who);
  }
  const numbered = Array.from({ length: blocks }, (_, at) => at);
  for (const { came } of all) expect(came.toSorted((one, next) => one - next)).toEqual(numbered);
  expect(Math.max(...timesRead())).toBeLessThanOrEqual(2);
  await Promise.all(all.map((each) => each.close()));
});

test('who is slow holds nobody, and costs one more reading at most', async () => {
  const { files, timesRead } = openFile();
  const [slow, one, other] = [await fetcher(files), await fetcher(files), await fetcher(files)];
  await slow.step();
  while ((await one.step()) && (await other.step()));
  await other.step();
  expect([one.came.length, other.came.length, slow.came.length]).toEqual([blocks, blocks, 1]);
  expect(Math.max(...timesRead())).toBe(1);
  while (await slow.step());
  expect(new Set(slow.came).size).toBe(blocks);
  expect(Math.max(...timesRead())).toBe(2);
  await Promise.all([slow, one, other].map((each) => each.close()));
});

test('who comes late goes on with the others, and has the beginning read once more', async () => {
  const { files, timesRead } = openFile();
  const early = await fetcher(files);
  for (let count = 0; count < 40; count += 1) await early.step();
  const late = await fetcher(files);
  while ((await early.step()) && (await late.step()));
  while (await late.step());
  expect(new Set(late.came).size).toBe(blocks);
  const times = timesRead();
  expect(times.slice(40)).toEqual(Array.from({ length: blocks - 40 }, () => 1));
  // What was in memory when it came is read once too, or nearly all of that.
  expect(times.filter((count) => count > 1).length).toBeLessThanOrEqual(28);
  expect(Math.max(...times)).toBe(2);
  await Promise.all([early, late].map((each) => each.close()));
});

test('who has closed it takes nothing more, and holds nothing of it for others', async () => {
  const { files, timesRead } = openFile();
  const [other, own] = [await files.source(hash), await files.source(hash)];
  const missing = new BlockSet(blocks);
  missing.add(0, blocks);
  await own.close();
  // Once for both calls: the other one still reads.
  await own.close();
  await expect(own.take(missing)).rejects.toThrow('closed');
  await expect(own.read(0)).rejects.toThrow('closed');
  expect([missing.size, timesRead()]).toEqual([blocks, []]);
  const { at, block } = await other.take(missing);
  expect([at, block.bytes[0]]).toEqual([0, 0]);
  block.release();
  await other.close();
  expect(files.has(hash)).toBe(false);
});
