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

  /** `read` fills memory of this length, that of the block, and gives it back. */
  async take(
    { key, length }: { key: string; length: number },
    read: (into: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>,
  ): Promise<HeldBlock> {
    const kept = this.#kept.get(key) ?? this.#read(length, read);
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

  #read(length: number, read: (into: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>): Kept {
    const memory = (isWhole(length) ? this.#free.pop() : undefined) ?? newBlock(length);
    return { memory, bytes: read(memory), users: 0 };
  }

  #makeRoom(): void {
    for (const [key, { users, memory }] of this.#kept) {
      if (this.#kept.size <= keptBlocks) return;
      if (users > 0) continue;
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
