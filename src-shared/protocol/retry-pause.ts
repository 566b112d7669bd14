import type { Clock } from '../outside/clock.ts';
import type { Refusal } from './codes.ts';

/** If the room does not say how long to wait. */
const usualMs = 1000;

/**
 * What becomes of a text that the room did not take, whoever sent it and in whatever dialect. `again`: the same may be
 * taken a moment later, since it came too fast or too much is under way. `over-again`: the room no longer knows who
 * this is; the text waits for the next session. `give-back`: it never will be taken as it is, and its writer is told.
 */
export type AfterRefusal = 'again' | 'over-again' | 'give-back';

export function afterRefusal({ code }: Refusal): AfterRefusal {
  switch (code) {
    case 'too-fast':
    case 'try-later':
    case 'too-many-unacknowledged':
      return 'again';
    case 'hello-first':
    case 'sign-in-first':
      return 'over-again';
    default:
      return 'give-back';
  }
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
