/** `now`: a person waits; `forward`: what is newer than the copy; `background`: older history. */
export type FetchPriority = 'now' | 'forward' | 'background';

/** Lets a few pages of history be fetched at once, the urgent ones first; the background one by one. */
export class FetchQueue {
  readonly #maxAtOnce: number;
  readonly #waiting: Record<FetchPriority, (() => void)[]> = {
    now: [],
    forward: [],
    background: [],
  };
  #running = 0;

  constructor(maxAtOnce: number) {
    this.#maxAtOnce = maxAtOnce;
  }

  async run<T>(priority: FetchPriority, task: () => Promise<T>): Promise<T> {
    await new Promise<void>((start) => {
      this.#waiting[priority].push(start);
      this.#startNext();
    });
    try {
      return await task();
    } finally {
      this.#running -= 1;
      this.#startNext();
    }
  }

  #startNext(): void {
    if (this.#running >= this.#maxAtOnce) return;
    const start = this.#waiting.now.shift() ?? this.#waiting.forward.shift() ?? this.#background();
    if (!start) return;
    this.#running += 1;
    start();
  }

  #background(): (() => void) | undefined {
    return this.#running === 0 ? this.#waiting.background.shift() : undefined;
  }
}
