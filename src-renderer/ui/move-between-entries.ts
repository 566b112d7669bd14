import type { KeyboardEvent } from 'react';

/** ↑ and ↓, Home and End go over all that is marked as `data-entry`, as if several lists were one. */
export function moveBetweenEntries(event: KeyboardEvent<HTMLElement>): void {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-entry]')];
  const at = all.indexOf(document.activeElement as HTMLElement);
  const places: Record<string, number> = {
    ArrowUp: at - 1,
    ArrowDown: at + 1,
    Home: 0,
    End: all.length - 1,
  };
  const place = places[event.key];
  if (at === -1 || place === undefined) return;
  event.preventDefault();
  all[place]?.focus();
}
