import { mkdirSync } from 'node:fs';
import { statfs } from 'node:fs/promises';

/** How much of the disk of a folder may still be written. */
export type FreeBytes = (folder: string) => Promise<number>;

export type DiskSpaceParts = {
  folder: string;
  /** So much of the disk stays free, whatever comes. */
  keepsFree: number;
  /** The system's word if missing. */
  freeBytes?: FreeBytes | undefined;
};

type Taken = { bytes: number; untilMs: number };

/** While much is left, so much is written between two looks at the disk; with less it is looked at each time. */
const unseenBytes = 32 * 1024 * 1024;
const muchBytes = 1024 ** 3;

/** Files that come to a disk at the same time, and what has to stay free on it. */
export class DiskSpace {
  readonly #parts: DiskSpaceParts;
  /** What was promised to each and is not on the disk yet. */
  readonly #taken = new Map<string, Taken>();
  #writingBytes = 0;
  #unseenBytes = 0;

  constructor(parts: DiskSpaceParts) {
    this.#parts = parts;
  }

  /** Until then, or for as long as it comes; false if there is not so much besides what others were promised. */
  async take(
    key: string,
    bytes: number,
    { nowMs, untilMs }: { nowMs: number; untilMs: number },
  ): Promise<boolean> {
    const spare = await this.#spareBytes();
    if (this.#taken.get(key)?.untilMs === Infinity) return true;
    let promised = 0;
    for (const [other, taken] of this.#taken)
      if (taken.untilMs <= nowMs) this.#taken.delete(other);
      else if (other !== key) promised += taken.bytes;
    if (spare - promised < bytes) return false;
    this.#taken.delete(key);
    this.#taken.set(key, { bytes, untilMs });
    return true;
  }

  /** Of those whose key ends so, and which do not come yet, the last ones stay. */
  keepLast(end: string, most: number): void {
    const lying = [...this.#taken].filter(
      ([key, { untilMs }]) => untilMs !== Infinity && key.endsWith(end),
    );
    for (const [key] of lying.slice(0, Math.max(0, lying.length - most))) this.#taken.delete(key);
  }

  /** It comes now, and so much of it has still to. */
  begin(key: string, bytes: number): void {
    this.#taken.set(key, { bytes, untilMs: Infinity });
  }

  /** Not what comes just now. */
  giveBack(key: string): void {
    if (this.#taken.get(key)?.untilMs !== Infinity) this.#taken.delete(key);
  }

  /** It comes no more, or all of it is here. */
  end(key: string): void {
    this.#taken.delete(key);
  }

  /** Says no like a disk that is full if it would have less left than it keeps. */
  async write(bytes: number, work: () => Promise<void>, key?: string): Promise<void> {
    this.#writingBytes += bytes;
    try {
      if (bytes > this.#unseenBytes) {
        const spare = (await this.#spareBytes()) - this.#writingBytes;
        if (spare < 0) throw new DiskKept();
        this.#unseenBytes = spare > muchBytes ? unseenBytes : 0;
      } else this.#unseenBytes -= bytes;
      await work();
    } finally {
      this.#writingBytes -= bytes;
    }
    const taken = key === undefined ? undefined : this.#taken.get(key);
    if (taken) taken.bytes = Math.max(0, taken.bytes - bytes);
  }

  async #spareBytes(): Promise<number> {
    const { folder, keepsFree, freeBytes = systemFreeBytes } = this.#parts;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return (await freeBytes(folder)) - keepsFree;
  }
}

class DiskKept extends Error {
  readonly code = 'ENOSPC';

  constructor() {
    super('The rest of the disk stays free');
  }
}

async function systemFreeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
