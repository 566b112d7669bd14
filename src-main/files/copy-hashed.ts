import { open } from 'node:fs/promises';
import type { FileHash } from '../../src-shared/protocol/files.ts';
import { newBlock } from './block-cache.ts';
import { hashBlock, hashFile } from './file-blocks.ts';
import { writeAll } from './part-file.ts';

type Hashed = { hash: FileHash; size: number; list: Uint8Array };

/** Writes to a new file what comes, and gives by what it and its blocks are known; on disk when this resolves. */
export async function copyHashed(bytes: AsyncIterable<Uint8Array>, path: string): Promise<Hashed> {
  const handle = await open(path, 'wx', 0o600);
  try {
    const hashed = await hashBytesOf(bytes, (block, at) => writeAll(handle, block, { start: at }));
    await handle.sync();
    return hashed;
  } finally {
    await handle.close();
  }
}

/** By what these bytes and their blocks are known. */
export async function hashBytesOf(
  bytes: AsyncIterable<Uint8Array>,
  take: (block: Uint8Array, at: number) => Promise<void> = async () => undefined,
): Promise<Hashed> {
  const hashes: Uint8Array[] = [];
  let size = 0;
  for await (const block of inBlocks(bytes)) {
    const [hash] = await Promise.all([hashBlock(block), take(block, size)]);
    hashes.push(hash);
    size += block.length;
  }
  const list = Buffer.concat(hashes);
  return { hash: await hashFile(size, list), size, list };
}

/** Each is to be looked at before the next is asked for: it has the same memory. */
export async function* inBlocks(
  bytes: AsyncIterable<Uint8Array>,
  length?: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const block = newBlock(length);
  let filled = 0;
  for await (const chunk of bytes) {
    for (let taken = 0; taken < chunk.length;) {
      const part = chunk.subarray(taken, taken + block.length - filled);
      block.set(part, filled);
      filled += part.length;
      taken += part.length;
      if (filled < block.length) continue;
      yield block;
      filled = 0;
    }
  }
  if (filled > 0) yield block.subarray(0, filled);
}
