import { useEffect, useState } from 'react';

const stepMs = 30_000;

/** The time now, anew twice a minute: enough for "Today" and for clocks without seconds. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), stepMs);
    return () => clearInterval(timer);
  }, []);
  return now;
}
