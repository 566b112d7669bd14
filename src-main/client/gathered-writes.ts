export type GatheredWritesParts<K> = {
  /** Brings these to the disk. */
  write: (keys: readonly K[]) => Promise<void>;
  failed: (error: unknown) => void;
};

/** What one turn of the loop changes is written at once, one write after another. */
export class GatheredWrites<K> {
  readonly #parts: GatheredWritesParts<K>;
  readonly #dirty = new Set<K>();
  #writing: Promise<void> = Promise.resolve();

  constructor(parts: GatheredWritesParts<K>) {
    this.#parts = parts;
  }

  /** This one has changed. */
  note(key: K): void {
    this.#dirty.add(key);
    if (this.#dirty.size > 1) return;
    this.#writing = this.#writing
      .then(() => new Promise<void>((resolve) => setImmediate(resolve)))
      .then(() => this.#write())
      .catch((error: unknown) => this.#parts.failed(error));
  }

  /** What has changed and is not written yet never will be. */
  clear(): void {
    this.#dirty.clear();
  }

  settled(): Promise<void> {
    return this.#writing;
  }

  async #write(): Promise<void> {
    const keys = [...this.#dirty];
    this.#dirty.clear();
    if (keys.length > 0) await this.#parts.write(keys);
  }
}
