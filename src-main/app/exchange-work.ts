import { setImmediate as turn } from 'node:timers/promises';

/** After so many messages of such work others come next. */
export const turnEvery = 100;

/** Long work that the person waits for and can cancel, by a signal whose reason is `Cancelled`: one export or one import at a time. */
export class ExchangeWork {
  #last = 0;
  #running: { number: number; stop: AbortController; settled: Promise<void> } | undefined;
  #isClosed = false;

  /** Its number; undefined if something runs already. What it throws is a defect, which `failed` is told of. */
  begin(
    work: (number: number, signal: AbortSignal) => Promise<void>,
    failed: (error: unknown, number: number) => void,
  ): number | undefined {
    if (this.#running || this.#isClosed) return undefined;
    this.#last += 1;
    const number = this.#last;
    const stop = new AbortController();
    const settled = Promise.resolve()
      .then(() => work(number, stop.signal))
      .catch((error: unknown) => failed(error, number))
      .finally(() => {
        this.#running = undefined;
      });
    this.#running = { number, stop, settled };
    return number;
  }

  cancel(number: number): void {
    if (this.#running?.number === number) this.#running.stop.abort(new Cancelled());
  }

  /** Cancels what runs and waits until nothing of it is left. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#running?.stop.abort(new Cancelled());
    await this.#running?.settled;
  }
}

/** The person has cancelled it. */
export class Cancelled extends Error {}

/** Lets everything else go first. */
export async function nextTurn(signal: AbortSignal): Promise<void> {
  await turn();
  signal.throwIfAborted();
}

/** What comes first: the work's end, or that it is cancelled. */
export async function orCancelled<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) throw new Cancelled();
  const { promise, reject } = Promise.withResolvers<never>();
  const cancel = () => reject(new Cancelled());
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}
