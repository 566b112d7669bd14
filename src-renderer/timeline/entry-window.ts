import type { Entry } from '../../src-shared/protocol/entries.ts';

/** A stretch of a conversation: oldest first, each number once, none left out. */
export type EntryWindow = readonly Entry[];

/** The window with what a page adds before it; unchanged if the page does not reach it. */
export function withOlder(window: EntryWindow, page: EntryWindow): EntryWindow {
  const first = window[0];
  if (!first) return page;
  const older = page.filter((entry) => entry.seq < first.seq);
  return older.at(-1)?.seq === first.seq - 1 ? [...older, ...window] : window;
}

/** The window with what a page or a push adds after it; unchanged if that does not reach it. */
export function withNewer(window: EntryWindow, page: EntryWindow): EntryWindow {
  const last = window.at(-1);
  if (!last) return page;
  const newer = page.filter((entry) => entry.seq > last.seq);
  return newer[0]?.seq === last.seq + 1 ? [...window, ...newer] : window;
}

/** At most `size` entries, cut where it is farthest from the number that is looked at. */
export function trimmedAround(window: EntryWindow, seq: number, size: number): EntryWindow {
  const first = window[0];
  if (!first || window.length <= size) return window;
  const wished = Math.round(seq - first.seq - size / 2);
  const start = Math.min(Math.max(0, wished), window.length - size);
  return window.slice(start, start + size);
}
