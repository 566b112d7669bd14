import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Random } from '../../src-shared/outside/random.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { Backoff } from './backoff.ts';

/** A connection that was live for so long counts as good: the next failure starts with a short wait. */
const goodAfterMs = 10_000;
/** However long a room says that something lasts: a timer of more than 24 days would be over at once. */
const longestWaitMs = 15 * 60_000;

type Waiting = { since: number; cause: Refusal; nextTryAt: number };

/** Since when, and by what, a room cannot be reached, and when it is tried again. */
export class Outage {
  readonly #clock: Clock;
  readonly #backoff: Backoff;
  #known: { since: number; cause: Refusal } | undefined;
  #cancelTimer: () => void = () => undefined;

  constructor({ clock, random }: { clock: Clock; random: Random }) {
    this.#clock = clock;
    this.#backoff = new Backoff(random);
  }

  /** Calls back when it is time for the next try. */
  wait(refusal: Refusal, then: () => void): Waiting {
    const nowMs = this.#clock.wallMs();
    this.#known = { since: this.#known?.since ?? nowMs, cause: this.#causeNow(refusal) };
    const askedMs = Math.min(refusal.retryAfterMs ?? 0, longestWaitMs);
    const waitMs = Math.max(this.#backoff.nextMs(), askedMs);
    this.#cancelTimer = this.#clock.after(waitMs, then);
    return { ...this.#known, nextTryAt: nowMs + waitMs };
  }

  cancelWait(): void {
    this.#cancelTimer();
  }

  /** The room is live. */
  end(): void {
    this.#known = undefined;
    this.#cancelTimer = this.#clock.after(goodAfterMs, () => this.#backoff.reset());
  }

  /** Nobody waits for the room any more. */
  forget(): void {
    this.#known = undefined;
  }

  /** "The host closed the room" says more than "nobody listens there", which follows from it. */
  #causeNow(refusal: Refusal): Refusal {
    const { cause } = this.#known ?? {};
    return cause?.code === 'room-closed' && refusal.code === 'nobody-listening' ? cause : refusal;
  }
}

/** It stays to be read for longer than a wait that is counted from now on. */
export function withEnd(refusal: Refusal, now: number): Refusal {
  const { code, retryAfterMs } = refusal;
  return code === 'banned' && retryAfterMs !== undefined
    ? { ...refusal, until: now + retryAfterMs }
    : refusal;
}
