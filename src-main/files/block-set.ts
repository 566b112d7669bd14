/** Numbers of blocks of one file, a bit for each. */
export class BlockSet {
  readonly #count: number;
  readonly #bits: Uint8Array;
  #size = 0;
  /** None below it is in the set. */
  #from = 0;

  /** Of a file that has so many blocks. */
  constructor(count: number) {
    this.#count = count;
    this.#bits = new Uint8Array(Math.ceil(count / 8));
  }

  get size(): number {
    return this.#size;
  }

  has(at: number): boolean {
    return (this.#byteOf(at) & bitOf(at)) !== 0;
  }

  /** Block number `at` and those behind it, so many together; false if one of them is in it already, or is none of the file. */
  add(at: number, blocks = 1): boolean {
    if (at + blocks > this.#count) return false;
    for (let each = at; each < at + blocks; each += 1) {
      if (this.has(each)) return false;
      this.#bits[each >> 3] = this.#byteOf(each) | bitOf(each);
      this.#size += 1;
    }
    this.#from = Math.min(this.#from, at);
    return true;
  }

  /** False if it was not in it. */
  delete(at: number): boolean {
    if (!this.has(at)) return false;
    this.#bits[at >> 3] = this.#byteOf(at) & ~bitOf(at);
    this.#size -= 1;
    return true;
  }

  /** Undefined if there is none. */
  lowest(): number | undefined {
    if (this.#size === 0) return undefined;
    while (!this.has(this.#from)) this.#from += 1;
    return this.#from;
  }

  #byteOf(at: number): number {
    return at < this.#count ? (this.#bits[at >> 3] ?? 0) : 0;
  }
}

function bitOf(at: number): number {
  return 1 << (at & 7);
}
