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

export type KeptRecordsParts<K, R> = {
  list: () => Promise<readonly R[]>;
  save: (records: readonly R[]) => Promise<void>;
  keyOf: (record: R) => K;
  /** More than this are not kept. */
  most: number;
  /** These have changed and are on disk. */
  changed: (records: R[]) => void;
  failed: (error: unknown) => void;
};

/** Records in memory as they are on disk; what one turn of the loop changes of them is saved, and then told. */
export class KeptRecords<K, R> {
  readonly #parts: KeptRecordsParts<K, R>;
  readonly #records = new Map<K, R>();
  readonly #writes: GatheredWrites<K>;

  constructor(parts: KeptRecordsParts<K, R>) {
    this.#parts = parts;
    this.#writes = new GatheredWrites({ ...parts, write: (keys) => this.#save(keys) });
  }

  async load(): Promise<void> {
    const { list, keyOf } = this.#parts;
    for (const record of await list()) this.#records.set(keyOf(record), record);
  }

  list(): R[] {
    return [...this.#records.values()];
  }

  get(key: K): R | undefined {
    return this.#records.get(key);
  }

  has(key: K): boolean {
    return this.#records.has(key);
  }

  /** False if nothing is kept under this key and it would be one too many. */
  hasRoomFor(key: K): boolean {
    return this.has(key) || this.#records.size < this.#parts.most;
  }

  clear(): void {
    this.#records.clear();
    this.#writes.clear();
  }

  settled(): Promise<void> {
    return this.#writes.settled();
  }

  protected keep(record: R): R {
    const key = this.#parts.keyOf(record);
    this.#records.set(key, record);
    this.#writes.note(key);
    return record;
  }

  async #save(keys: readonly K[]): Promise<void> {
    const records = keys.flatMap((key) => this.get(key) ?? []) as R[];
    if (records.length === 0) return;
    await this.#parts.save(records);
    this.#parts.changed(records);
  }
}
