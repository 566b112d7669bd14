import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { DiskSpace } from './disk-space.ts';

const mib = 1024 * 1024;

/** So much is free besides what is kept; what is written is free no more. */
function lab(spare: number) {
  const folder = mkdtempSync(join(tmpdir(), 'oda-space-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const disk = { free: 1000 * mib + spare };
  const space = new DiskSpace({ folder, keepsFree: 1000 * mib, freeBytes: async () => disk.free });
  const take = (key: string, bytes: number, nowMs = 0) =>
    space.take(key, bytes, { nowMs, untilMs: nowMs + 60 });
  const write = (bytes: number, key?: string) =>
    space.write(bytes, async () => void (disk.free -= bytes), key);
  return { disk, space, take, write };
}

test('what is promised to one is not there for another until its time is over, or it is given back', async () => {
  const { space, take } = lab(100);
  expect(await take('one', 60)).toBe(true);
  expect(await take('other', 60)).toBe(false);
  expect(await take('other', 40)).toBe(true);
  expect(await take('one', 60, 59)).toBe(true);
  space.giveBack('other');
  expect(await take('third', 40, 60)).toBe(true);
  expect(await take('fourth', 1, 100)).toBe(false);
  expect(await take('fourth', 60, 119)).toBe(true);
});

test('what comes has its space for as long as it comes, and less of it with each write', async () => {
  const { space, take, write } = lab(100);
  await take('one', 60);
  space.begin('one', 60);
  expect(await take('other', 60, 1000)).toBe(false);
  space.giveBack('one');
  expect(await take('other', 60, 1000)).toBe(false);
  await write(30, 'one');
  expect(await take('other', 40, 1000)).toBe(true);
  expect(await take('third', 1, 1000)).toBe(false);
  space.end('one');
  expect(await take('third', 30, 1000)).toBe(true);
});

test('of one account the last promises count', async () => {
  const { space, take } = lab(100);
  for (const key of ['a.ali', 'b.ali', 'c.veli', 'd.ali']) await take(key, 20);
  space.keepLast('.ali', 1);
  expect(await take('e.can', 60)).toBe(true);
  expect(await take('f.can', 1)).toBe(false);
});

test('nothing is written of what stays free, however many write at once and whatever else fills the disk', async () => {
  const { disk, write } = lab(100 * mib);
  await write(10 * mib);
  disk.free -= 60 * mib;
  const many = Array.from({ length: 64 }, () => write(mib));
  const ends = await Promise.allSettled(many);
  expect(disk.free).toBeGreaterThanOrEqual(1000 * mib);
  expect(ends.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0);
  await expect(write(40 * mib)).rejects.toMatchObject({ code: 'ENOSPC' });
});
