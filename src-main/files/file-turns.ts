/** What is read or written in one turn. While people write it is less: messages are not to wait for longer than that takes. */
const shareBytes = { alone: 256 * 1024, besideMessages: 128 * 1024 };
/** So long files give way after something else was done: more of it may come. */
const givesWayForMs = 2000;
/** Between two shares meanwhile, at least and at most. */
const leastRestMs = 1;
const mostRestMs = 20;

/** A timer is never nearer than this. */
const timerMs = 2;

/**
 * What files take of this program’s time, all connections together: one has a share in each turn of the loop. While people
 * write, files rest after each: the system runs a program at once that has rested, and not one that works all the time.
 */
export class FileTurns {
  readonly #waiting: (() => void)[] = [];
  #isPlanned = false;
  #othersAtMs = -Infinity;
  #restMs = leastRestMs;

  /** People write. */
  get isGivingWay(): boolean {
    return performance.now() - this.#othersAtMs < givesWayForMs;
  }

  get shareBytes(): number {
    return this.isGivingWay ? shareBytes.besideMessages : shareBytes.alone;
  }

  /** Something else was done. */
  giveWay(): void {
    this.#othersAtMs = performance.now();
  }

  /** Goes on when it is its turn. */
  next(goOn: () => void): void {
    this.#waiting.push(goOn);
    this.#plan();
  }

  #plan(): void {
    if (this.#isPlanned || this.#waiting.length === 0) return;
    this.#isPlanned = true;
    const run = (): void => {
      this.#isPlanned = false;
      try {
        this.#waiting.shift()?.();
      } finally {
        // A defect of one is told, and holds up no other.
        this.#plan();
      }
    };
    if (!this.isGivingWay) {
      setImmediate(run);
      return;
    }
    const due = performance.now() + this.#restMs;
    setTimeout(() => {
      this.#rested(performance.now() - due);
      run();
    }, this.#restMs);
  }

  /** Who goes on late has others before it, and so have messages: the next rest is longer, later ones shorter again. */
  #rested(lateMs: number): void {
    const restMs = Math.max(leastRestMs, 0.75 * this.#restMs, 2 * lateMs - timerMs);
    this.#restMs = Math.min(mostRestMs, restMs);
  }
}

/** Lets a connection read its share, and no more until its next turn. */
export class ReadShare {
  readonly #turns: FileTurns;
  readonly #goOn: () => void;
  #cameBytes = 0;
  #isSpent = false;

  /** `goOn` is called when it may read on after it was spent. */
  constructor(turns: FileTurns, goOn: () => void) {
    this.#turns = turns;
    this.#goOn = goOn;
  }

  get isSpent(): boolean {
    return this.#isSpent;
  }

  came(bytes: number): void {
    if (this.#cameBytes === 0)
      setImmediate(() => {
        if (!this.#isSpent) this.#cameBytes = 0;
      });
    this.#cameBytes += bytes;
    if (this.#isSpent || this.#cameBytes < this.#turns.shareBytes) return;
    this.#isSpent = true;
    this.#turns.next(() => {
      this.#isSpent = false;
      this.#cameBytes = 0;
      this.#goOn();
    });
  }
}
