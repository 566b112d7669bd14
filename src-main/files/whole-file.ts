import { open, readFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { FileHash } from '../../src-shared/protocol/files.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { newBlock } from './block-cache.ts';
import { countBlocks, hashBlock, hashBytes, hashFile, isListOf } from './file-blocks.ts';
import { listPathOf, readBlock } from './part-file.ts';

/** So many blocks are hashed at once. */
const hashedAtOnce = 4;

/** A file on disk that nobody changes; one that gets shorter is noticed where it is read. */
export class WholeFile {
  readonly size: number;
  readonly #path: string;
  readonly #handle: FileHandle;
  #list: Promise<Uint8Array> | undefined;

  private constructor(own: { path: string; handle: FileHandle; size: number }) {
    this.#path = own.path;
    this.#handle = own.handle;
    this.size = own.size;
  }

  static async open(path: string): Promise<WholeFile> {
    const handle = await open(path, 'r');
    try {
      const stats = await handle.stat();
      if (!stats.isFile()) throw new Error('Not a file');
      return new WholeFile({ path, handle, size: stats.size });
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** As it lies beside the file, if it is that of this hash; otherwise all of the file is read. */
  blocks(hash?: FileHash): Promise<Uint8Array> {
    return (this.#list ??= this.#readList(hash).then((list) => list ?? this.#hashAll()));
  }

  async hash(): Promise<FileHash> {
    return hashFile(this.size, await this.blocks());
  }

  /** The part of `into` that the block fills. */
  async read(at: number, into: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
    const block = await readBlock(this.#handle, { at, size: this.size, into });
    if (!block) throw new Error('The file is shorter than it was');
    return block;
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  async #readList(hash: FileHash | undefined): Promise<Uint8Array | undefined> {
    if (hash === undefined || countBlocks(this.size) < 2) return undefined;
    const list = await readFile(listPathOf(this.#path)).catch(() => undefined);
    return list && (await isListOf({ hash, size: this.size }, list)) ? list : undefined;
  }

  async #hashAll(): Promise<Uint8Array> {
    const count = countBlocks(this.size);
    const list = new Uint8Array(count * hashBytes);
    let next = 0;
    const work = async (): Promise<void> => {
      const memory = newBlock(Math.min(this.size, limits.fileBlockBytes));
      while (next < count) {
        const at = next;
        next += 1;
        list.set(await hashBlock(await this.read(at, memory)), at * hashBytes);
      }
    };
    await Promise.all(Array.from({ length: Math.min(hashedAtOnce, count) }, work));
    return list;
  }
}
