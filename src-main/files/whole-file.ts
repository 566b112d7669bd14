import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { FileHash } from '../../src-shared/protocol/files.ts';
import { countBlocks, hashBlock, hashBytes, hashFile } from './file-blocks.ts';
import { readBlock } from './part-file.ts';
import type { BlockSource } from './sending-end.ts';

/** So many blocks are hashed at once. */
const hashedAtOnce = 4;

/** A file on disk that nobody changes; one that gets shorter is noticed where it is read. */
export class WholeFile implements BlockSource {
  readonly size: number;
  readonly #handle: FileHandle;
  #list: Promise<Uint8Array> | undefined;

  private constructor(handle: FileHandle, size: number) {
    this.#handle = handle;
    this.size = size;
  }

  static async open(path: string): Promise<WholeFile> {
    const handle = await open(path, 'r');
    const stats = await handle.stat();
    if (stats.isFile()) return new WholeFile(handle, stats.size);
    await handle.close();
    throw new Error('Not a file');
  }

  blocks(): Promise<Uint8Array> {
    return (this.#list ??= this.#hashAll());
  }

  async hash(): Promise<FileHash> {
    return hashFile(this.size, await this.blocks());
  }

  async read(at: number): Promise<Uint8Array<ArrayBuffer>> {
    const block = await readBlock(this.#handle, at, this.size);
    if (!block) throw new Error('The file is shorter than it was');
    return block;
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  async #hashAll(): Promise<Uint8Array> {
    const count = countBlocks(this.size);
    const list = new Uint8Array(count * hashBytes);
    let next = 0;
    const work = async (): Promise<void> => {
      while (next < count) {
        const at = next;
        next += 1;
        list.set(await hashBlock(await this.read(at)), at * hashBytes);
      }
    };
    await Promise.all(Array.from({ length: hashedAtOnce }, work));
    return list;
  }
}
