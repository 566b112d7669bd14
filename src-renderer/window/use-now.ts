import { useEffect, useState } from 'react';
import { useAppStores } from './app-context.tsx';

/** Enough for "Today" and for clocks without seconds. */
const halfMinuteMs = 30_000;

/** The time for people, told anew every `everyMs`; epoch milliseconds. */
export function useNow(everyMs = halfMinuteMs): number {
  const { clock } = useAppStores();
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
