import { useEffect, useState } from 'react';
import type { Clock } from '../../src-shared/outside/clock.ts';

/** Enough for "Today" and for clocks without seconds. */
export const halfMinuteMs = 30_000;

/** The time for people, told anew every `everyMs`; epoch milliseconds. */
export function useNow(clock: Clock, everyMs: number): number {
  const [now, setNow] = useState(() => clock.wallMs());
  useEffect(() => {
    let cancel = (): void => undefined;
    const tick = () => {
      setNow(clock.wallMs());
      cancel = clock.after(everyMs, tick);
    };
    cancel = clock.after(everyMs, tick);
    return () => cancel();
  }, [clock, everyMs]);
  return now;
}
