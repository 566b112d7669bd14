import { readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { pieceOfFileBytes, sealedFileSize } from '../../src-shared/protocol/files.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { saidPrivately } from '../../src-shared/protocol/private-chats.ts';
import { hashBlock, hashFile, placeOfBlock } from './file-blocks.ts';
import { newFileKey, NotSealedSo, sealed, unsealed } from './sealed-file.ts';

/** As it would lie in a folder. */
function blocksOf(bytes: Buffer) {
  return {
    size: bytes.length,
    read: async (at: number) => {
      const { start, length } = placeOfBlock(at, bytes.length);
      return { bytes: bytes.subarray(start, start + length), release: () => undefined };
    },
  };
}

const key = newFileKey();
const seal = (bytes: Buffer) => buffer(sealed(Readable.from([bytes]), key));
const opened = (bytes: Buffer, how: Omit<Parameters<typeof unsealed>[1], 'key'>) =>
  buffer(unsealed(blocksOf(bytes), { key, ...how }));

function bytesOf(size: number): Buffer {
  return Buffer.from(Array.from({ length: size }, (_, at) => at % 251));
}

describe('a sealed file', () => {
  it.each([0, 1, pieceOfFileBytes, pieceOfFileBytes + 1, 2 * pieceOfFileBytes + 5])(
    'of %d bytes fills whole blocks, and opens to what it was, from wherever',
    async (size) => {
      const bytes = bytesOf(size);
      const all = await seal(bytes);
      expect(all.length).toBe(sealedFileSize(size));
      expect((await opened(all, { size })).equals(bytes)).toBe(true);
      const [from, to] = [Math.floor(size / 3), Math.max(0, size - 1)];
      expect((await opened(all, { size, from, to })).equals(bytes.subarray(from, to))).toBe(true);
    },
  );

  it('says nothing of what is in it, not even that it is the same twice', async () => {
    const bytes = Buffer.alloc(2 * pieceOfFileBytes, 'secret');
    const [one, other] = [
      await seal(bytes),
      await buffer(sealed(Readable.from([bytes]), newFileKey())),
    ];
    expect(one.includes('secret')).toBe(false);
    expect(one.equals(other)).toBe(false);
    const half = limits.fileBlockBytes;
    expect(one.subarray(0, half).equals(one.subarray(half))).toBe(false);
  });

  it('is never the same as another, however little is in it', async () => {
    const empty = Buffer.alloc(0);
    const one = await seal(empty);
    expect(one.equals(await buffer(sealed(Readable.from([empty]), newFileKey())))).toBe(false);
    const wrong = buffer(unsealed(blocksOf(one), { key: newFileKey(), size: 0 }));
    await expect(wrong).rejects.toThrow(NotSealedSo);
  });

  it('changed, with its pieces swapped, cut, or with another key does not open', async () => {
    const size = 2 * pieceOfFileBytes;
    const all = await seal(bytesOf(size));
    const half = limits.fileBlockBytes;
    const changed = Buffer.from(all);
    changed[7] = (changed[7] ?? 0) ^ 1;
    const swapped = Buffer.concat([all.subarray(half), all.subarray(0, half)]);
    for (const bytes of [changed, swapped, all.subarray(0, half)])
      await expect(opened(bytes, { size })).rejects.toThrow(NotSealedSo);
    const wrong = buffer(unsealed(blocksOf(all), { key: newFileKey(), size }));
    await expect(wrong).rejects.toThrow(NotSealedSo);
  });

  it('is as docs/PROTOCOL.md has it', async () => {
    const document = readFileSync('docs/PROTOCOL.md', 'utf8');
    const example = /```json sealed\n(.*)\n```/.exec(document)?.[1] ?? '';
    const [file] = saidPrivately.parse(JSON.parse(example)).files ?? [];
    if (!file) throw new Error('no example');
    const all = await buffer(sealed(Readable.from([Buffer.from('abc')]), file.key));
    expect(document).toContain(
      `\`abc\` sealed with the key ${file.key} is (hex) \`${all.toString('hex')}\``,
    );
    const hash = await hashFile(all.length, await hashBlock(new Uint8Array(all)));
    expect({ hash, size: 3 }).toEqual({ hash: file.hash, size: file.size });
  });
});
