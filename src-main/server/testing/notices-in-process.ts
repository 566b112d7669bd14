import type { HostNotice, HostNotices } from '../../room/ports.ts';

/** Hosts of one process tell each other, a turn later, what they would tell over a network. */
export function noticesInProcess(): HostNotices {
  const listeners = new Set<(notice: HostNotice) => void>();
  return {
    tell: (notice) => {
      const copy = structuredClone(notice);
      setImmediate(() => {
        for (const heard of listeners) heard(copy);
      });
    },
    hear: (heard) => {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
  };
}
