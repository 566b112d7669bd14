import { wrongPasswordWaitMs } from './sign-in-rules.ts';

/** Past it the one that was touched longest ago is forgotten: many addresses cannot make it grow. */
const maxKeys = 10_000;

type Guesses = { wrongInARow: number; lockedUntilMs: number };

/**
 * How long the next password has to wait, by who guesses: an account and an address, or a known device alone. A
 * guess counts as wrong from its beginning, so a hundred at once get what one gets. Times are monotonic.
 */
export class GuessWaits {
  readonly #byKey = new Map<string, Guesses>();

  /** 0 if it may be tried now, and then one of the others must follow; else how long to wait. */
  begin(key: string, nowMs: number): number {
    const known = this.#byKey.get(key);
    const waitMs = known ? Math.ceil(known.lockedUntilMs - nowMs) : 0;
    if (waitMs > 0) return waitMs;
    this.#lock(key, (known?.wrongInARow ?? 0) + 1, nowMs);
    return 0;
  }

  /** How long the next one waits, from now on. */
  wrong(key: string, nowMs: number): number {
    return this.#lock(key, this.#byKey.get(key)?.wrongInARow ?? 1, nowMs);
  }

  right(key: string): void {
    this.#byKey.delete(key);
  }

  /** It was never looked at. */
  untried(key: string, nowMs: number): void {
    const known = this.#byKey.get(key);
    if (!known || known.wrongInARow <= 1) this.#byKey.delete(key);
    else this.#byKey.set(key, { wrongInARow: known.wrongInARow - 1, lockedUntilMs: nowMs });
  }

  #lock(key: string, wrongInARow: number, nowMs: number): number {
    const waitMs = wrongPasswordWaitMs(wrongInARow);
    this.#byKey.delete(key);
    this.#byKey.set(key, { wrongInARow, lockedUntilMs: nowMs + waitMs });
    const [oldest] = this.#byKey.keys();
    if (this.#byKey.size > maxKeys && oldest !== undefined) this.#byKey.delete(oldest);
    return waitMs;
  }
}
