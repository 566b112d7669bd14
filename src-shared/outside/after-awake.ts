import type { Clock } from './clock.ts';

/** Later than this a timer runs only where the program was stopped, or its computer asleep. */
const stoppedMs = 2000;

/** `lateMs`: so long this program did not run before; 0 if it ran in time. */
export function afterAwake(clock: Clock, ms: number, run: (lateMs: number) => void): () => void {
  const dueMs = clock.monotonicMs() + ms;
  return clock.after(ms, () => {
    const lateMs = clock.monotonicMs() - dueMs;
    run(lateMs >= stoppedMs ? lateMs : 0);
  });
}
