import { mkdtempSync, rmSync } from 'node:fs';
import { rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { FileHash } from '../../src-shared/protocol/files.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { BlockCache } from './block-cache.ts';
import { hashBlock, hashFile } from './file-blocks.ts';
import { FileFolder } from './file-folder.ts';
import { WholeFile } from './whole-file.ts';

const { fileBlockBytes } = limits;

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'oda-files-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Every block has its number in it. */
function bytesOf(size: number): Buffer {
  const bytes = Buffer.alloc(size);
  for (let at = 0; at < size; at += fileBlockBytes) bytes.writeUInt8(at / fileBlockBytes, at);
  return bytes;
}

describe('a folder of files', () => {
  test('reads a block once for many who ask at the same time', async () => {
    const folder = new FileFolder(newFolder());
    const { hash } = await folder.take(Readable.from([bytesOf(2 * fileBlockBytes)]));
    const reads = vi.spyOn(WholeFile.prototype, 'read');
    const [one, other] = await Promise.all([folder.source(hash), folder.source(hash)]);
    const blocks = await Promise.all([one.read(1), other.read(1)]);
    expect(blocks[0].bytes).toBe(blocks[1].bytes);
    expect(reads).toHaveBeenCalledTimes(1);
    reads.mockRestore();
    for (const block of blocks) block.release();
    await one.close();
    expect((await other.read(0)).bytes.length).toBe(fileBlockBytes);
    await other.close();
  });

  test('takes a file in once its disk makes a place for it again', async () => {
    const path = newFolder();
    const folder = new FileFolder(path);
    const hash = 'h'.repeat(43) as FileHash;
    const file = { hash, size: 10, account: 'aaaaaaaaaa' as AccountId };
    await writeFile(join(path, 'hh'), 'in its way');
    await expect(folder.part(file)).rejects.toMatchObject({ code: 'EEXIST' });
    expect(folder.moving()).toEqual([]);
    await rm(join(path, 'hh'));
    const part = await folder.part(file);
    expect(part?.heldBytes).toBe(0);
    await part?.close();
  });

  test('uses no memory again that somebody may still look at', async () => {
    const cache = new BlockCache(() => 0);
    const take = (at: number) =>
      cache.take({ file: 'a', at, length: fileBlockBytes }, async (into) => into.fill(at));
    const abandoned = await take(1);
    abandoned.abandon();
    const held = await take(2);
    for (let key = 3; key < 100; key += 1) (await take(key)).release();
    expect([abandoned.bytes[0], held.bytes[0]]).toEqual([1, 2]);
    cache.clear();
    expect(held.bytes[0]).toBe(2);
  });

  test('gives nobody two hands on one part', async () => {
    const folder = new FileFolder(newFolder());
    const file = { hash: await hashFile(3, await hashBlock(new Uint8Array(3))), size: 3 };
    const ali = { ...file, account: 'aaaaaaaaaa' as never };
    const first = await folder.part(ali);
    expect(await folder.part(ali)).toBeUndefined();
    const other = await folder.part({ ...file, account: 'bbbbbbbbbb' as never });
    expect(other).toBeDefined();
    await first?.close();
    const again = await folder.part(ali);
    expect(again).toBeDefined();
    await Promise.all([again?.close(), other?.close()]);
  });

  test('knows what it has of a part that was left just now', async () => {
    const folder = new FileFolder(newFolder());
    const block = new Uint8Array(fileBlockBytes);
    const hash = await hashBlock(block);
    const list = new Uint8Array(Buffer.concat([hash, hash]));
    const size = 2 * fileBlockBytes;
    const file = { hash: await hashFile(size, list), size, account: 'aaaaaaaaaa' as never };
    const first = await folder.part(file);
    await first?.takeList(list);
    await first?.write(1, block);
    await first?.close();
    const check = vi.spyOn(crypto.subtle, 'digest');
    const again = await folder.part(file);
    expect([...(again?.missing() ?? [])]).toEqual([0]);
    // The list alone.
    expect(check).toHaveBeenCalledTimes(1);
    await again?.close();
    check.mockRestore();
  });

  test('keeps below what it may hold: what was used longest ago goes first, what is used stays', async () => {
    const folder = new FileFolder(newFolder());
    const hashes: FileHash[] = [];
    for (let i = 1; i <= 4; i += 1) {
      const { hash } = await folder.take(Readable.from([Buffer.alloc(1000, i)]));
      hashes.push(hash);
      const at = new Date(1_700_000_000_000 + i * 1000);
      await utimes(folder.pathOf(hash), at, at);
    }
    const [first, second] = hashes as [FileHash, FileHash];
    const source = await folder.source(second);
    await folder.keepBelow(2500, new Set([first]));
    const left = await Promise.all(hashes.map((hash) => folder.sizeOf(hash)));
    expect(left).toEqual([1000, 1000, undefined, undefined]);
    await source.close();
  });
});
