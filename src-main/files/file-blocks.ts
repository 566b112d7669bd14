import type { FileHash } from '../../src-shared/protocol/files.ts';
import { limits } from '../../src-shared/protocol/limits.ts';

const { fileBlockBytes } = limits;
export const hashBytes = 32;

export function countBlocks(size: number): number {
  return Math.ceil(size / fileBlockBytes);
}

/** Where block `at` of a file stands, in bytes. */
export function placeOfBlock(at: number, size: number): { start: number; length: number } {
  const start = at * fileBlockBytes;
  return { start, length: Math.min(fileBlockBytes, size - start) };
}

/** SHA-256, off this thread. */
export async function hashBlock(block: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', block));
}

/**
 * By which a file is known: SHA-256 of its size in bytes (64 bits, the highest first) and the SHA-256 of each of its
 * blocks. So whoever has the list can check every block as it comes (W20).
 */
export async function hashFile(size: number, blockHashes: Uint8Array): Promise<FileHash> {
  const whole = new Uint8Array(8 + blockHashes.length);
  new DataView(whole.buffer).setBigUint64(0, BigInt(size));
  whole.set(blockHashes, 8);
  return Buffer.from(await hashBlock(whole)).toString('base64url') as FileHash;
}

/** Whether a list of hashes is that of the file. */
export async function isListOf(
  { hash, size }: { hash: FileHash; size: number },
  blockHashes: Uint8Array,
): Promise<boolean> {
  if (blockHashes.length !== countBlocks(size) * hashBytes) return false;
  return (await hashFile(size, blockHashes)) === hash;
}

export function hashInList(blockHashes: Uint8Array, at: number): Uint8Array {
  return blockHashes.subarray(at * hashBytes, (at + 1) * hashBytes);
}
