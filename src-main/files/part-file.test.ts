import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { limits } from '../../src-shared/protocol/limits.ts';
import { hashBlock, hashFile, placeOfBlock } from './file-blocks.ts';
import { PartFile } from './part-file.ts';

const { fileBlockBytes } = limits;
/** More than is written before the disk is asked. */
const blocks = Math.ceil((40 * 1024 * 1024) / fileBlockBytes);
const size = blocks * fileBlockBytes;

/** All blocks are here, every one of zeros. */
async function written() {
  const folder = mkdtempSync(join(tmpdir(), 'oda-part-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const bytes = new Uint8Array(fileBlockBytes);
  const hash = await hashBlock(bytes);
  const list = new Uint8Array(Buffer.concat(Array.from({ length: blocks }, () => hash)));
  const place = { path: join(folder, 'file'), hash: await hashFile(size, list), size };
  const part = await PartFile.open(place);
  expect(await part.takeList(list)).toBe(true);
  const write = async () => {
    for (let at = 0; at < blocks; at += 1) {
      expect(placeOfBlock(at, size).length).toBe(bytes.length);
      await part.write(at, { bytes, hash });
    }
  };
  return { folder, part, write };
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

test('that is cut off after a failed sync is begun anew', async () => {
  const { folder, part, write } = await written();
  await failOnce('datasync', folder);
  await write();
  await part.close();
  expect(readdirSync(folder)).toEqual([]);
});
