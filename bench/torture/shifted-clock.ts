import { systemClock } from '../../src-main/net/system-clock.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';

/** The time for people is wrong by as much as was wished; what measures silence is not. */
export class ShiftedClock implements Clock {
  #byMs = 0;

  wallMs(): number {
    return systemClock.wallMs() + this.#byMs;
  }

  monotonicMs(): number {
    return systemClock.monotonicMs();
  }

  after(ms: number, run: () => void): () => void {
    return systemClock.after(ms, run);
  }

  shift(byMs: number): void {
    this.#byMs = byMs;
  }
}
