/** What waits for the end of the turn to be written. */
export type Flushable = { flush(): void };

/**
 * Flushes many transports together, once at the end of each turn of the loop in which something was
 * sent. One write per socket and turn is what makes fan-out fast: the system call costs more than
 * all the rest.
 */
export class WriteGatherer {
  #due: Flushable[] = [];
  /** The newest list that was joined: in fan-out the next reader's list is the same. */
  #parts: readonly Uint8Array[] = [];
  #joined: Uint8Array | undefined;

  /** Once per turn and transport. */
  schedule(transport: Flushable): void {
    if (this.#due.length === 0) setImmediate(() => this.#flush());
    this.#due.push(transport);
  }

  /** The parts as one piece, which is shared: nobody may change it. */
  join(parts: readonly Uint8Array[]): Uint8Array {
    const [first] = parts;
    if (first !== undefined && parts.length === 1) return first;
    if (this.#joined && isSameList(parts, this.#parts)) return this.#joined;
    this.#parts = parts;
    this.#joined = Buffer.concat(parts);
    return this.#joined;
  }

  #flush(): void {
    const due = this.#due;
    this.#due = [];
    for (const transport of due) transport.flush();
    this.#parts = [];
    this.#joined = undefined;
  }
}

function isSameList(one: readonly Uint8Array[], other: readonly Uint8Array[]): boolean {
  return one.length === other.length && one.every((part, place) => part === other[place]);
}
