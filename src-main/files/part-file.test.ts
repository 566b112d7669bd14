import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { limits } from '../../src-shared/protocol/limits.ts';
import { hashBlock, hashFile, placeOfBlock } from './file-blocks.ts';
import { PartFile } from './part-file.ts';
import type { KnownPart } from './part-file.ts';

const { fileBlockBytes } = limits;
/** More than is written before the disk is asked. */
const blocks = Math.ceil((40 * 1024 * 1024) / fileBlockBytes);
const size = blocks * fileBlockBytes;

/** All blocks are here, every one of zeros. */
async function written(isDiskShared = false) {
  const folder = mkdtempSync(join(tmpdir(), 'oda-part-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const bytes = new Uint8Array(fileBlockBytes);
  const hash = await hashBlock(bytes);
  const list = new Uint8Array(Buffer.concat(Array.from({ length: blocks }, () => hash)));
  const hashed = { hash: await hashFile(size, list), size };
  const place = { path: join(folder, 'file'), ...hashed, isDiskShared: () => isDiskShared };
  const part = await PartFile.open(place);
  expect(await part.takeList(list)).toBe(true);
  const write = async () => {
    for (let at = 0; at < blocks; at += 1) {
      expect(placeOfBlock(at, size).length).toBe(bytes.length);
      await part.write(at, bytes);
    }
  };
  return { folder, place, part, write, block: bytes };
}

/** What the next handle asks of the disk fails once, as Linux says it: to the one that asks first. */
async function failOnce(call: 'sync' | 'datasync', folder: string) {
  const handle = await open(folder);
  const handles = Object.getPrototypeOf(handle) as FileHandle;
  await handle.close();
  const error = Object.assign(new Error('i/o error'), { code: 'EIO' });
  const spy = vi.spyOn(handles, call).mockRejectedValueOnce(error);
  onTestFinished(() => spy.mockRestore());
}

test.each(['sync', 'datasync'] as const)(
  'is not whole if a %s has failed, and nothing of it is gone on with',
  async (call) => {
    const { folder, part, write } = await written();
    await failOnce(call, folder);
    await write();
    await expect(part.finish()).rejects.toThrow('i/o error');
    await part.close();
    expect(readdirSync(folder)).toEqual([]);
  },
);

/** One that was left with its first two blocks, and what was known of it then. */
async function left() {
  const { part, block, place } = await written();
  await part.write(0, block);
  await part.write(1, block);
  await part.close();
  const known = Promise.withResolvers<KnownPart | undefined>();
  const again = await PartFile.open({ ...place, free: known.resolve });
  await again.close();
  return { place, block, known: await known.promise };
}

test('that nobody has touched since it was left is not read again', async () => {
  const { place, known } = await left();
  expect(known?.held).toEqual(new Set([0, 1]));
  const held = new Set([0]);
  const part = await PartFile.open({ ...place, known: known && { ...known, held } });
  expect(part.heldBytes).toBe(fileBlockBytes);
  await part.close();
});

test('that somebody has touched is read again, and what is wrong in it is missing', async () => {
  const { place, known } = await left();
  const path = `${place.path}.part`;
  const { atime, mtime } = await stat(path);
  const handle = await open(path, 'r+');
  await handle.write(Buffer.of(1), 0, 1, 9);
  await handle.utimes(atime, mtime);
  await handle.close();
  const part = await PartFile.open({ ...place, known });
  expect([...part.missing()].slice(0, 2)).toEqual([0, 2]);
  await part.close();
});

test('that is left while a block is being written has that block', async () => {
  const { part, block, place } = await written();
  const writing = part.write(0, block);
  await part.close();
  await writing;
  const again = await PartFile.open(place);
  expect(again.heldBytes).toBe(fileBlockBytes);
  await again.close();
});

test('that is left while a block is being checked has that block', async () => {
  const { folder, part, block, place } = await written();
  const digest = crypto.subtle.digest.bind(crypto.subtle);
  const checks = Promise.withResolvers<undefined>();
  const spy = vi
    .spyOn(crypto.subtle, 'digest')
    .mockImplementationOnce((...asked) => checks.promise.then(() => digest(...asked)));
  onTestFinished(() => spy.mockRestore());
  const writing = part.write(0, block);
  const closing = part.close();
  // It would be closed by then.
  for (let i = 0; i < 20; i += 1) await stat(folder);
  checks.resolve(undefined);
  expect(await writing).toBe(true);
  await closing;
  const again = await PartFile.open(place);
  expect(again.heldBytes).toBe(fileBlockBytes);
  await again.close();
});

test('that is thrown away is closed only when what was being written is', async () => {
  const { folder, part, block, place } = await written(true);
  await part.close();
  const told: string[] = [];
  const again = await PartFile.open({
    ...place,
    free: () => told.push('free'),
    written: async (_, work) => {
      await work();
      told.push('written');
    },
  });
  const writing = again.write(0, block);
  await again.discard();
  expect(told).toEqual(['written', 'free']);
  expect(await writing).toBe(true);
  expect(readdirSync(folder)).toEqual([]);
});

test('that is cut off after a failed sync is begun anew', async () => {
  const { folder, part, write } = await written();
  await failOnce('datasync', folder);
  await write();
  await part.close();
  expect(readdirSync(folder)).toEqual([]);
});

test.each([
  [false, 1, 1],
  [true, 10, 4],
])('writes less at once while people write: %s', async (isDiskShared, syncs, piecesOfBlock) => {
  const { folder, part, write } = await written(isDiskShared);
  const handle = await open(folder);
  const handles = Object.getPrototypeOf(handle) as FileHandle;
  const asked = vi.spyOn(handles, 'datasync').mockResolvedValue();
  const given = vi.spyOn(handles, 'write');
  onTestFinished(() => [asked, given].forEach((spy) => spy.mockRestore()));
  await handle.close();
  await write();
  expect(asked).toHaveBeenCalledTimes(syncs);
  expect(given).toHaveBeenCalledTimes(blocks * piecesOfBlock);
  await part.close();
});

test('that cannot be looked at is not left open', async () => {
  const { folder, place, part } = await written();
  await part.close();
  const other = await open(folder);
  const stats = vi.spyOn(Object.getPrototypeOf(other) as FileHandle, 'stat');
  onTestFinished(() => stats.mockRestore());
  await other.close();
  stats.mockRejectedValueOnce(Object.assign(new Error('i/o error'), { code: 'EIO' }));
  await expect(PartFile.open(place)).rejects.toMatchObject({ code: 'EIO' });
  const [handle] = stats.mock.contexts as FileHandle[];
  expect(handle?.fd).toBe(-1);
});
