import type { FileHash } from '../../src-shared/protocol/files.ts';
import { BlockCache } from './block-cache.ts';
import type { HeldBlock } from './block-cache.ts';
import { BlockSet } from './block-set.ts';
import { countBlocks, placeOfBlock } from './file-blocks.ts';
import type { BlockSource } from './sending-end.ts';
import { WholeFile } from './whole-file.ts';

type Shared = {
  readonly opening: Promise<Opened>;
  opened?: Opened;
  users: number;
  /** What each to whom it goes has still to get. */
  readonly missing: Set<BlockSet>;
};
type Opened = {
  readonly file: WholeFile;
  /** Those that were read from disk, and those that were more than once. */
  readonly read: BlockSet;
  readonly readAgain: BlockSet;
};

/** More than will ever want one block. */
const aboveAll = 1e6;

/** A file that others read too; once it is closed nothing of it is read or taken any more. */
export type OpenFile = BlockSource & {
  read(at: number): Promise<HeldBlock>;
  close(): Promise<void>;
};

/**
 * Files that are read just now, each opened once for all who read it. Who takes any block that is missing gets one that
 * is in memory, so that many who fetch one file read it from disk together, wherever each of them is.
 */
export class OpenFiles {
  readonly #pathOf: (hash: FileHash) => string;
  readonly #shared = new Map<FileHash, Shared>();
  readonly #blocks = new BlockCache((hash, at) => this.#worthOf(hash as FileHash, at));

  constructor(pathOf: (hash: FileHash) => string) {
    this.#pathOf = pathOf;
  }

  has(hash: FileHash): boolean {
    return this.#shared.has(hash);
  }

  async source(hash: FileHash): Promise<OpenFile> {
    const shared: Shared = this.#shared.get(hash) ?? {
      opening: this.#open(hash),
      users: 0,
      missing: new Set(),
    };
    this.#shared.set(hash, shared);
    shared.users += 1;
    try {
      shared.opened = await shared.opening;
      return this.#sourceOf(hash, shared, shared.opened);
    } catch (error) {
      this.#shared.delete(hash);
      throw error;
    }
  }

  async #open(hash: FileHash): Promise<Opened> {
    const file = await WholeFile.open(this.#pathOf(hash));
    const count = countBlocks(file.size);
    return { file, read: new BlockSet(count), readAgain: new BlockSet(count) };
  }

  #sourceOf(hash: FileHash, shared: Shared, { file, read: before, readAgain }: Opened): OpenFile {
    let own: BlockSet | undefined;
    let isClosed = false;
    const refuseClosed = (): void => {
      if (isClosed) throw new Error('The file was closed');
    };
    const read = async (at: number): Promise<HeldBlock> => {
      refuseClosed();
      const length = placeOfBlock(at, file.size).length;
      return this.#blocks.take({ file: hash, at, length }, (into) => {
        if (!before.add(at)) readAgain.add(at);
        return file.read(at, into);
      });
    };
    return {
      size: file.size,
      blocks: () => file.blocks(hash),
      read,
      take: async (missing) => {
        refuseClosed();
        own = missing;
        shared.missing.add(missing);
        const at = this.#pick(hash, shared, missing);
        missing.delete(at);
        return { at, block: await read(at) };
      },
      close: async () => {
        if (isClosed) return;
        isClosed = true;
        if (own) shared.missing.delete(own);
        await this.#leave(hash, shared);
      },
    };
  }

  async #leave(hash: FileHash, shared: Shared): Promise<void> {
    shared.users -= 1;
    if (shared.users > 0) return;
    this.#shared.delete(hash);
    if (this.#shared.size === 0) this.#blocks.clear();
    await (await shared.opening).file.close();
  }

  /**
   * Of those in memory one that was read again, so that it need not be read once more; then what the fewest want, as that
   * goes first. What is not in memory comes in its order.
   */
  #pick(hash: FileHash, { opened, missing: all }: Shared, missing: BlockSet): number {
    let picked: number | undefined;
    let least = Infinity;
    for (const at of this.#blocks.kept(hash)) {
      if (!missing.has(at)) continue;
      const rank = wantedBy(all, at) - (opened?.readAgain.has(at) === true ? aboveAll : 0);
      if (rank >= least) continue;
      picked = at;
      least = rank;
    }
    const at = picked ?? missing.lowest();
    if (at === undefined) throw new Error('Nothing is missing');
    return at;
  }

  /** Nothing, if nobody is known to want it. */
  #worthOf(hash: FileHash, at: number): number {
    const shared = this.#shared.get(hash);
    const wanted = shared ? wantedBy(shared.missing, at) : 0;
    const isReadAgain = shared?.opened?.readAgain.has(at) === true;
    return wanted > 0 && isReadAgain ? wanted + aboveAll : wanted;
  }
}

function wantedBy(all: Iterable<BlockSet>, at: number): number {
  let count = 0;
  for (const missing of all) if (missing.has(at)) count += 1;
  return count;
}
