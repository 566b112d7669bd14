import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { FileHash } from '../../src-shared/protocol/files.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { countBlocks, hashBlock, hashInList, isListOf, placeOfBlock } from './file-blocks.ts';
import { newBlock } from './block-cache.ts';
import type { BlockSink } from './receiving-end.ts';

type Paths = {
  /** Where it lies once it is whole; what is not whole lies beside it. */
  path: string;
  /** Tells the parts of several people from each other. */
  owner?: string;
};
type Place = Paths & {
  hash: FileHash;
  size: number;
  /** Whether messages go to the same disk, and wait for what it has still to write. */
  isDiskShared?: (() => boolean) | undefined;
  /** As it was left by this run. */
  known?: KnownPart | undefined;
  /** Called when it is closed, with what is known of it if it is gone on with. */
  free?: (known?: KnownPart) => void;
  /** Writes so many bytes, if its disk may have them. */
  written?: (bytes: number, work: () => Promise<void>) => Promise<void>;
};
/** Which blocks are right, for as long as nobody changes anything. */
export type KnownPart = { held: ReadonlySet<number>; stamp: string };

/** By which systems count what a file takes. */
const bytesPerBlock = 512;
/** So many blocks are read again at once. */
const checkedAtOnce = 4;
/** What the system is given, and what the disk is asked for. */
const atOnceBytes = {
  alone: { piece: limits.fileBlockBytes, synced: 32 * 1024 * 1024 },
  besideMessages: { piece: 256 * 1024, synced: 4 * 1024 * 1024 },
};

/**
 * A file that comes in blocks. What an earlier run has written counts only where it is read again and is right: after a
 * power cut, and after anybody’s hand in it. What this run has written it knows, and after a cut too.
 */
export class PartFile implements BlockSink {
  readonly size: number;
  readonly #place: Place;
  readonly #handle: FileHandle;
  readonly #held: Set<number>;
  #heldBytes = 0;
  readonly #writes = new Set<Promise<boolean>>();
  #list: Uint8Array | undefined;
  #unsyncedBytes = 0;
  #syncing: Promise<void> | undefined;
  /** The system says it once: whatever it says later, not all of it is on disk. */
  #syncError: Error | undefined;
  /** Nothing of it is gone on with. */
  #isGone = false;
  #isClosed = false;

  private constructor(place: Place, handle: FileHandle, list: Uint8Array | undefined) {
    this.#place = place;
    this.size = place.size;
    this.#handle = handle;
    this.#list = list;
    this.#held = new Set();
  }

  static async open(place: Place): Promise<PartFile> {
    const { part } = pathsOf(place);
    const handle = await open(part, 'a+', 0o600).then(async (made) => {
      await made.close();
      return open(part, 'r+');
    });
    try {
      const file = new PartFile(place, handle, await readList(place));
      if (file.hasList) await file.#readHeld();
      return file;
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  get hasList(): boolean {
    return this.#list !== undefined;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  *missing(): Generator<number> {
    const count = countBlocks(this.size);
    for (let at = 0; at < count; at += 1) if (!this.#held.has(at)) yield at;
  }

  async takeList(list: Uint8Array): Promise<boolean> {
    if (!(await isListOf(this.#place, list))) return false;
    await writeFile(pathsOf(this.#place).list, list, { mode: 0o600 });
    this.#list = list;
    return true;
  }

  async write(at: number, block: Uint8Array<ArrayBuffer>): Promise<boolean> {
    const writing = this.#writeIfRight(at, block);
    this.#writes.add(writing);
    return writing.finally(() => this.#writes.delete(writing));
  }

  async finish(): Promise<void> {
    if (this.#isClosed) throw new Error('The file is closed');
    await this.#handle.truncate(this.size);
    await this.#syncing;
    await this.#synced(this.#handle.sync());
    if (this.#syncError) throw this.#syncError;
    const { path } = this.#place;
    const { part, list } = pathsOf(this.#place);
    // The list first: with a file that has none, its hashes are made anew.
    if (countBlocks(this.size) > 1) await rename(list, listPathOf(path));
    else await rm(list, { force: true });
    await putInPlace(part, path, this.size);
    this.#isGone = true;
    await this.close();
  }

  /** What is here stays, for the next time, unless it can be read and yet is not on disk. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    let known: KnownPart | undefined;
    try {
      await Promise.allSettled(this.#writes);
      await this.#syncing;
      if (!this.#isGone) known = await this.#leave();
    } finally {
      await this.#handle.close();
      this.#place.free?.(known);
    }
  }

  /** Nothing that is here stays. */
  async discard(): Promise<void> {
    this.#isGone = true;
    try {
      await PartFile.remove(this.#place);
    } finally {
      await this.close();
    }
  }

  /** What of it takes space already. */
  static async bytesOnDisk(place: Paths): Promise<number> {
    const found = await stat(pathsOf(place).part).catch(() => undefined);
    return (found?.blocks ?? 0) * bytesPerBlock;
  }

  /** Nobody wants it any more. */
  static async remove(place: Paths): Promise<void> {
    const { part, list } = pathsOf(place);
    await Promise.all([rm(part, { force: true }), rm(list, { force: true })]);
  }

  async #leave(): Promise<KnownPart | undefined> {
    if (this.#unsyncedBytes > 0) await this.#synced(this.#handle.datasync());
    if (!this.#syncError) return { held: this.#held, stamp: await stampOf(this.#handle) };
    await PartFile.remove(this.#place);
    return undefined;
  }

  async #readHeld(): Promise<void> {
    const { known } = this.#place;
    if (known?.stamp !== (await stampOf(this.#handle))) await this.#check();
    else for (const at of known.held) this.#hold(at);
  }

  async #check(): Promise<void> {
    const blocks = this.missing();
    const work = async (): Promise<void> => {
      const memory = newBlock(Math.min(this.size, limits.fileBlockBytes));
      for (const at of blocks) {
        const block = await readBlock(this.#handle, { at, size: this.size, into: memory });
        if (block && this.#isRight(at, await hashBlock(block))) this.#hold(at);
      }
    };
    await Promise.all(
      Array.from({ length: Math.min(checkedAtOnce, countBlocks(this.size)) }, work),
    );
  }

  /** Hashed off this thread: as the bytes come there is nothing else that takes it for so long. */
  async #writeIfRight(at: number, block: Uint8Array<ArrayBuffer>): Promise<boolean> {
    const { start, length } = placeOfBlock(at, this.size);
    if (block.length !== length || !this.#isRight(at, await hashBlock(block))) return false;
    const { written = (_, work) => work() } = this.#place;
    const isDiskShared = this.#place.isDiskShared?.() === true;
    const { piece, synced } = isDiskShared ? atOnceBytes.besideMessages : atOnceBytes.alone;
    await written(length, () => writeAll(this.#handle, block, { start, piece }));
    this.#hold(at);
    this.#unsyncedBytes += length;
    if (this.#unsyncedBytes >= synced) this.#syncBehind();
    return true;
  }

  #hold(at: number): void {
    if (this.#held.has(at)) return;
    this.#held.add(at);
    this.#heldBytes += placeOfBlock(at, this.size).length;
  }

  #isRight(at: number, hash: Uint8Array): boolean {
    return this.#list !== undefined && Buffer.compare(hash, hashInList(this.#list, at)) === 0;
  }

  /** While more comes, so that little is left to be written at the end, and little at once. */
  #syncBehind(): void {
    if (this.#syncing) return;
    this.#unsyncedBytes = 0;
    this.#syncing = this.#synced(this.#handle.datasync()).finally(
      () => (this.#syncing = undefined),
    );
  }

  /** What fails is told at the end. */
  async #synced(sync: Promise<void>): Promise<void> {
    try {
      await sync;
    } catch (error) {
      this.#syncError ??= error as Error;
    }
  }
}

/** For good when this resolves. One that is there already stays: it may be read just now. */
export async function putInPlace(from: string, path: string, size: number): Promise<void> {
  const isThere = (await stat(path).catch(() => undefined))?.size === size;
  if (isThere) await rm(from);
  else await rename(from, path);
  await syncFolder(dirname(path));
}

/** Of a file that was written to, or put in another’s place, it is another one. */
async function stampOf(handle: FileHandle): Promise<string> {
  const { ino, size, mtimeNs, ctimeNs } = await handle.stat({ bigint: true });
  return [ino, size, mtimeNs, ctimeNs].join(' ');
}

function pathsOf({ path, owner }: Paths): { part: string; list: string } {
  const own = owner === undefined ? path : `${path}.${owner}`;
  return { part: `${own}.part`, list: listPathOf(own) };
}

async function readList(place: Place): Promise<Uint8Array | undefined> {
  try {
    const list = await readFile(pathsOf(place).list);
    return (await isListOf(place, list)) ? list : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Where the hashes of the blocks of a file lie, if it has more than one. */
export function listPathOf(path: string): string {
  return `${path}.blocks`;
}

/** The part of `into` that it fills; undefined if the file ends before. */
export async function readBlock(
  handle: FileHandle,
  { at, size, into }: { at: number; size: number; into: Uint8Array<ArrayBuffer> },
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const { start, length } = placeOfBlock(at, size);
  const block = into.subarray(0, length);
  for (let filled = 0; filled < length;) {
    const { bytesRead } = await handle.read(block, filled, length - filled, start + filled);
    if (bytesRead === 0) return undefined;
    filled += bytesRead;
  }
  return block;
}

export async function writeAll(
  handle: FileHandle,
  bytes: Uint8Array,
  { start, piece = bytes.length }: { start: number; piece?: number },
): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const length = Math.min(piece, bytes.length - done);
    const { bytesWritten } = await handle.write(bytes, done, length, start + done);
    done += bytesWritten;
  }
}

/** The new name is on disk too; systems that cannot say so of a folder do it by themselves. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
