import type { Clock } from '../outside/clock.ts';
import type { Refusal } from './codes.ts';

/** Where the room does not say how long to wait. */
const usualMs = 1000;

/** Whether the same request may be taken a moment later: it came too fast, or too much is under way. */
export function passesWithTime({ code }: Refusal): boolean {
  return code === 'too-fast' || code === 'try-later' || code === 'too-many-unacknowledged';
}

/** The one wait before something is tried again. */
export class RetryPause {
  readonly #clock: Clock;
  #cancel: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get isOn(): boolean {
    return this.#cancel !== undefined;
  }

  /** As long as the refusal says, from now on; a wait before this one is over. */
  begin({ retryAfterMs = usualMs }: Refusal, then: () => void): void {
    this.#cancel?.();
    this.#cancel = this.#clock.after(Math.max(retryAfterMs, 1), () => {
      this.#cancel = undefined;
      then();
    });
  }

  /** What was to be tried again is not. */
  end(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
