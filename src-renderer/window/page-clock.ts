import type { Clock } from '../../src-shared/outside/clock.ts';

/** The clock of this window. */
export const pageClock: Clock = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
