/** Work that may be done beside its like, and work that is done alone: each waits for the other that was asked for before it. */
export class SharedLock {
  /** The newest that was to be alone has ended. */
  #alone: Promise<unknown> = Promise.resolve();
  readonly #shared = new Set<Promise<unknown>>();

  shared<T>(work: () => Promise<T>): Promise<T> {
    const running = this.#alone.then(work);
    const ended = settled(running);
    this.#shared.add(ended);
    void ended.then(() => this.#shared.delete(ended));
    return running;
  }

  alone<T>(work: () => Promise<T>): Promise<T> {
    const running = Promise.all([this.#alone, ...this.#shared]).then(work);
    this.#alone = settled(running);
    return running;
  }
}

/** Whoever asked for it hears how it ended. */
function settled(running: Promise<unknown>): Promise<unknown> {
  return running.catch(() => undefined);
}
