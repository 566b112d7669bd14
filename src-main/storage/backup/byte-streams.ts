import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { StoreError } from '../store-error.ts';
import type { Part } from './manifest.ts';

const chunkBytes = 256 * 1024;

/** Bytes, and what is known of them when they were read to their end. */
export type Summed = AsyncIterable<Uint8Array> & { readonly sum: Pick<Part, 'bytes' | 'sha256'> };

type Watch = { signal: AbortSignal; passed: (bytes: number) => void };

/** What goes through is counted and hashed; stopped with `backup-stopped`. */
export function summed(bytes: AsyncIterable<Uint8Array>, { signal, passed }: Watch): Summed {
  const hash = createHash('sha256');
  const sum = { bytes: 0, sha256: '' };
  async function* through(): AsyncGenerator<Uint8Array> {
    for await (const chunk of bytes) {
      throwIfStopped(signal);
      hash.update(chunk);
      sum.bytes += chunk.length;
      passed(chunk.length);
      yield chunk;
    }
    sum.sha256 = hash.digest('hex');
  }
  return { sum, [Symbol.asyncIterator]: () => through() };
}

/** So many bytes of a file from its beginning, whatever is added to it; fewer if it has fewer. */
export async function* bytesOf(handle: FileHandle, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < size;) {
    const wanted = Math.min(chunkBytes, size - at);
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(wanted), 0, wanted, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

export function throwIfStopped(signal: AbortSignal): void {
  if (signal.aborted) throw new StoreError({ code: 'backup-stopped' });
}
