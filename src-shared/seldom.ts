/** A map that is empty nearly always, and then costs hardly anything: there is one of them for each of thousands. */
export class SeldomMap<K, V> {
  #map: Map<K, V> | undefined;

  get size(): number {
    return this.#map?.size ?? 0;
  }

  has(key: K): boolean {
    return this.#map?.has(key) === true;
  }

  get(key: K): V | undefined {
    return this.#map?.get(key);
  }

  set(key: K, value: V): void {
    this.#map ??= new Map();
    this.#map.set(key, value);
  }

  /** True if it was there. */
  delete(key: K): boolean {
    const wasThere = this.#map?.delete(key) === true;
    if (this.#map?.size === 0) this.#map = undefined;
    return wasThere;
  }

  clear(): void {
    this.#map = undefined;
  }

  keys(): Iterable<K> {
    return this.#map?.keys() ?? [];
  }

  values(): Iterable<V> {
    return this.#map?.values() ?? [];
  }
}

/** The same for a set. */
export class SeldomSet<T> {
  #set: Set<T> | undefined;

  get size(): number {
    return this.#set?.size ?? 0;
  }

  has(value: T): boolean {
    return this.#set?.has(value) === true;
  }

  add(value: T): void {
    this.#set ??= new Set();
    this.#set.add(value);
  }

  /** True if it was there. */
  delete(value: T): boolean {
    const wasThere = this.#set?.delete(value) === true;
    if (this.#set?.size === 0) this.#set = undefined;
    return wasThere;
  }

  clear(): void {
    this.#set = undefined;
  }

  [Symbol.iterator](): Iterator<T> {
    return (this.#set ?? [])[Symbol.iterator]();
  }
}
