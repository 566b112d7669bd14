/**
 * At most so many pieces of work at once, the others in the order in which they came. What is not wanted any more
 * when its turn comes is left out.
 */
export class WorkQueue {
  readonly #atOnce: number;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  /** Undefined if it was left out. */
  async run<T>(
    work: () => Promise<T>,
    isWanted: () => boolean = () => true,
  ): Promise<T | undefined> {
    if (this.#running < this.#atOnce) this.#running += 1;
    // Who is done gives its place to the next.
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return isWanted() ? await work() : undefined;
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}
