import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { pieceOfFileBytes, sealedFileSize } from '../../src-shared/protocol/files.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { Bits256 } from '../../src-shared/protocol/ids.ts';
import { inBlocks } from './copy-hashed.ts';
import { countBlocks } from './file-blocks.ts';

const cipherName = 'aes-256-gcm';
const tagBytes = limits.fileBlockBytes - pieceOfFileBytes;

/** Of one file, and of no other: its pieces have their numbers for nonces. */
export function newFileKey(): Bits256 {
  return randomBytes(32).toString('base64url') as Bits256;
}

/** What a file is sealed to: AES-256-GCM piece by piece, so that each fills one block. */
export async function* sealed(
  bytes: AsyncIterable<Uint8Array>,
  key: Bits256,
): AsyncGenerator<Uint8Array> {
  const secret = Buffer.from(key, 'base64url');
  let at = 0;
  for await (const piece of inBlocks(bytes, pieceOfFileBytes)) {
    yield sealPiece(piece, secret, at);
    at += 1;
  }
  if (at === 0) yield sealPiece(Buffer.alloc(0), secret, at);
}

type SealedBlocks = {
  size: number;
  read(at: number): Promise<{ bytes: Uint8Array; release(): void }>;
};

/**
 * A part of the file itself, of `size` bytes: from its byte `from` up to and without `to`. Rejects where the key is not the
 * one that it was sealed with.
 */
export async function* unsealed(
  source: SealedBlocks,
  { key, size, from = 0, to = size }: { key: Bits256; size: number; from?: number; to?: number },
): AsyncGenerator<Uint8Array> {
  if (source.size !== sealedFileSize(size)) throw new NotSealedSo();
  const secret = Buffer.from(key, 'base64url');
  const first = Math.floor(from / pieceOfFileBytes);
  const isIn = (at: number) => size === 0 || at * pieceOfFileBytes < to;
  for (let at = first; at < countBlocks(source.size) && isIn(at); at += 1) {
    const block = await source.read(at);
    const piece = openPiece(block.bytes, secret, at);
    block.release();
    const start = at * pieceOfFileBytes;
    yield piece.subarray(Math.max(0, from - start), Math.max(0, to - start));
  }
}

/** Not with this key, or not of this size. */
export class NotSealedSo extends Error {}

function sealPiece(piece: Uint8Array, secret: Uint8Array, at: number): Buffer {
  const cipher = createCipheriv(cipherName, secret, nonceOf(at));
  return Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()]);
}

function openPiece(block: Uint8Array, secret: Uint8Array, at: number): Buffer {
  const decipher = createDecipheriv(cipherName, secret, nonceOf(at));
  decipher.setAuthTag(block.subarray(-tagBytes));
  try {
    return Buffer.concat([decipher.update(block.subarray(0, -tagBytes)), decipher.final()]);
  } catch (cause) {
    throw new NotSealedSo('The key is not that of the file', { cause });
  }
}

function nonceOf(at: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(at, 8);
  return nonce;
}
