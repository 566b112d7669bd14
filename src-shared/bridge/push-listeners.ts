import type { PushName, Pushes } from './bridge.ts';

/** One thing that the app tells its pages. */
export type Push = { push: PushName; value: unknown };

type Listener = (value: never) => void;

/** Who listens in a page for what the app tells. */
export class PushListeners {
  readonly #byName = new Map<PushName, Set<Listener>>();

  /** Returns what ends the subscription. */
  on<N extends PushName>(name: N, listener: (push: Pushes[N]) => void): () => void {
    const listeners = this.#byName.get(name) ?? new Set();
    this.#byName.set(name, listeners);
    // A new function each time: the same listener may be given twice and ended once.
    const own: Listener = (value) => listener(value);
    listeners.add(own);
    return () => void listeners.delete(own);
  }

  /** What one turn of the app's loop tells, in order: heard together it is drawn once. */
  hear(pushes: readonly Push[]): void {
    this.#hear(pushes.values());
  }

  #hear(told: ArrayIterator<Push>): void {
    let isDone = false;
    try {
      for (const { push, value } of told)
        for (const listener of this.#byName.get(push) ?? []) listener(value as never);
      isDone = true;
    } finally {
      // Who fails to hear something keeps nobody else from the rest.
      if (!isDone) this.#hear(told);
    }
  }
}
