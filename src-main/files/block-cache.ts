import { limits } from '../../src-shared/protocol/limits.ts';

/** Blocks that were read last stay for the next who asks: many fetch a new file at once. */
const keptBlocks = 16;

/** A block of a file in memory that others may look at too, and that is another's after its release. */
export type HeldBlock = {
  readonly bytes: Uint8Array;
  /** Nothing looks at it any more. */
  release(): void;
  /** It is not known whether something still looks at it: its memory is used for nothing else. */
  abandon(): void;
};

type Kept = {
  readonly file: string;
  readonly at: number;
  readonly memory: Uint8Array<ArrayBuffer>;
  readonly bytes: Promise<Uint8Array>;
  users: number;
};

/**
 * Blocks that were read from disk, each once for all who want it now. Their memory is used again and again: as garbage
 * it would hold everybody up.
 */
export class BlockCache {
  /** What was used longest ago stands first. */
  readonly #kept = new Map<string, Kept>();
  #free: Uint8Array<ArrayBuffer>[] = [];
  readonly #worthOf: (file: string, at: number) => number;

  /** What is worth least goes first. */
  constructor(worthOf: (file: string, at: number) => number) {
    this.#worthOf = worthOf;
  }

  /** Blocks of a file that are in memory, or will be without another reading. */
  *kept(file: string): Generator<number> {
    for (const kept of this.#kept.values()) if (kept.file === file) yield kept.at;
  }

  /** `read` fills memory of this length, that of the block, and gives it back. */
  async take(
    { file, at, length }: { file: string; at: number; length: number },
    read: (into: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>,
  ): Promise<HeldBlock> {
    const key = `${file}/${at}`;
    const kept = this.#kept.get(key) ?? { file, at, ...this.#read(length, read) };
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    kept.users += 1;
    this.#makeRoom();
    const forget = (): void => {
      if (this.#kept.get(key) === kept) this.#kept.delete(key);
    };
    try {
      const bytes = await kept.bytes;
      return { bytes, release: () => void (kept.users -= 1), abandon: forget };
    } catch (error) {
      forget();
      throw error;
    }
  }

  /** Nobody reads anything: no memory is held, not even as garbage. */
  clear(): void {
    const unused = [...this.#kept.values()].filter(({ users }) => users === 0);
    for (const { buffer } of [...unused.map(({ memory }) => memory), ...this.#free])
      buffer.transfer(0);
    this.#kept.clear();
    this.#free = [];
  }

  #read(
    length: number,
    read: (into: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>,
  ): Omit<Kept, 'file' | 'at'> {
    const memory = (isWhole(length) ? this.#free.pop() : undefined) ?? newBlock(length);
    return { memory, bytes: read(memory), users: 0 };
  }

  /** Of what is worth the same, what was used longest ago goes first. */
  #makeRoom(): void {
    if (this.#kept.size <= keptBlocks) return;
    const unused = [...this.#kept]
      .filter(([, { users }]) => users === 0)
      .map(([key, { file, at, memory }]) => ({ key, memory, worth: this.#worthOf(file, at) }))
      .toSorted((one, other) => one.worth - other.worth);
    for (const { key, memory } of unused.slice(0, this.#kept.size - keptBlocks)) {
      this.#kept.delete(key);
      if (isWhole(memory.length)) this.#free.push(memory);
    }
  }
}

function isWhole(length: number): boolean {
  return length === limits.fileBlockBytes;
}

/** As it comes from the system, without a zero in it that will be written over. */
export function newBlock(length: number = limits.fileBlockBytes): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.allocUnsafeSlow(length).buffer);
}
