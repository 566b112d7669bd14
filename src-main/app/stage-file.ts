import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { SentFile } from '../../src-shared/protocol/files.ts';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import { fileNameFor } from '../../src-shared/text/file-names.ts';
import type { PrivatePlace } from '../../src-shared/member/private-place.ts';
import { newBlock } from '../files/block-cache.ts';
import type { FetchedFiles } from './fetched-files.ts';

/** What the person wants to send: a file of this computer by its path, or bytes that come from somewhere. */
export type FileToStage = {
  name: string;
  /** It is for this private chat: sealed as it is taken in. */
  private?: PrivatePlace | undefined;
  /** Hears now and then how many bytes are taken in. */
  progress?: ((bytes: number) => void) | undefined;
  /** Breaks it off. */
  signal?: AbortSignal | undefined;
} & ({ path: string } | { bytes: AsyncIterable<Uint8Array> });

type Parts = {
  fetched: Pick<FetchedFiles, 'folder' | 'ofPrivates' | 'staged'>;
  reportDefect: (error: unknown) => void;
};

/** Copies it in, as it is now: what becomes of the original afterwards changes nothing. */
export async function stageFile(
  { name, private: chat, progress, signal, ...from }: FileToStage,
  { fetched, reportDefect }: Parts,
): Promise<Outcome<SentFile>> {
  const shown = fileNameFor(name || ('path' in from ? basename(from.path) : ''));
  const all = 'path' in from ? bytesOf(from.path) : from.bytes;
  const bytes = watched(all, { progress, signal });
  try {
    if (chat) {
      const sealed = await fetched.ofPrivates.take(bytes, chat);
      return sealed ? done({ ...sealed, name: shown }) : refused({ code: 'no-such-private' });
    }
    const taken = await fetched.folder.take(bytes);
    await fetched.staged(taken.hash);
    return done({ ...taken, name: shown });
  } catch (error) {
    if (signal?.aborted === true) return refused({ code: 'file-stopped' });
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EDQUOT') return refused({ code: 'file-no-space' });
    if (code === 'EISDIR') return refused({ code: 'file-is-folder', subject: shown });
    if (code === undefined) reportDefect(error);
    return refused({ code: 'file-unreadable', subject: shown });
  }
}

/** Opened by who reads it: nobody else would hear that it cannot be. Each is to be looked at before the next is asked for. */
async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path);
  try {
    const memory = newBlock();
    while (true) {
      const { bytesRead } = await file.read(memory);
      if (bytesRead === 0) return;
      yield memory.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

const toldEveryBytes = 8 * 1024 * 1024;

async function* watched(
  bytes: AsyncIterable<Uint8Array>,
  { progress, signal }: Pick<FileToStage, 'progress' | 'signal'>,
): AsyncGenerator<Uint8Array> {
  let taken = 0;
  let told = 0;
  for await (const chunk of bytes) {
    signal?.throwIfAborted();
    yield chunk;
    taken += chunk.length;
    if (taken - told < toldEveryBytes) continue;
    told = taken;
    progress?.(taken);
  }
  // The last that was taken in may have been the last of all.
  signal?.throwIfAborted();
}
