/** Of one connection in one turn of the loop: messages are not to wait for longer than this takes. */
const shareBytes = 256 * 1024;

/** Lets a connection have its share of a turn of the loop, and no more until others have had theirs. */
export class ReadShare {
  readonly #nextTurn: () => void;
  #cameBytes = 0;

  /** `nextTurn` is called after a turn in which it was spent. */
  constructor(nextTurn: () => void) {
    this.#nextTurn = nextTurn;
  }

  get isSpent(): boolean {
    return this.#cameBytes >= shareBytes;
  }

  came(bytes: number): void {
    if (this.#cameBytes === 0)
      setImmediate(() => {
        const wasSpent = this.isSpent;
        this.#cameBytes = 0;
        if (wasSpent) this.#nextTurn();
      });
    this.#cameBytes += bytes;
  }
}
