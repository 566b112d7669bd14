import { isShown, type ShownEntry } from '../../src-shared/member/shown-entry.ts';
import type { Entry } from '../../src-shared/protocol/entries.ts';

/** A stretch of a conversation: of the numbers `from…to` all that is shown, oldest first. Nothing while `to` is the lower one. */
export type EntryWindow = { from: number; to: number; entries: readonly ShownEntry[] };

export const emptyWindow: EntryWindow = { from: 1, to: 0, entries: [] };

/** A page of a timeline. */
export function windowOf({ from, to, entries }: EntrySpan): EntryWindow {
  return { from, to, entries: entries.filter(isShown) };
}

type EntrySpan = { from: number; to: number; entries: readonly Entry[] };

/** New entries, each number of them. */
export function windowOfRun(entries: readonly Entry[]): EntryWindow {
  return windowOf({ from: entries[0]?.seq ?? 1, to: entries.at(-1)?.seq ?? 0, entries });
}

export function isEmpty({ from, to }: EntryWindow): boolean {
  return to < from;
}

export function covers({ from, to }: EntryWindow, seq: number): boolean {
  return seq >= from && seq <= to;
}

/** The window with what a page adds before it; unchanged if the page does not reach it. */
export function withOlder(window: EntryWindow, page: EntryWindow): EntryWindow {
  if (isEmpty(window)) return page;
  if (page.from >= window.from || page.to < window.from - 1) return window;
  const older = page.entries.filter(({ seq }) => seq < window.from);
  return { from: page.from, to: window.to, entries: [...older, ...window.entries] };
}

/** The window with what a page or a push adds after it; unchanged if that does not reach it. */
export function withNewer(window: EntryWindow, page: EntryWindow): EntryWindow {
  if (isEmpty(window)) return page;
  if (page.to <= window.to || page.from > window.to + 1) return window;
  const newer = page.entries.filter(({ seq }) => seq > window.to);
  return { from: window.from, to: page.to, entries: [...window.entries, ...newer] };
}

/** Nothing of it before a number. */
export function withoutOlder({ from, to, entries }: EntryWindow, firstSeq: number): EntryWindow {
  if (to < firstSeq) return emptyWindow;
  return {
    from: Math.max(from, firstSeq),
    to,
    entries: entries.filter(({ seq }) => seq >= firstSeq),
  };
}

/** At most `size` entries, cut where it is farthest from the number that is looked at. */
export function trimmedAround(window: EntryWindow, seq: number, size: number): EntryWindow {
  const all = window.entries;
  if (all.length <= size) return window;
  const looked = all.findIndex((entry) => entry.seq >= seq);
  const wished = (looked === -1 ? all.length : looked) - Math.round(size / 2);
  const start = Math.min(Math.max(0, wished), all.length - size);
  const [before, after] = [all[start - 1], all[start + size]];
  return {
    from: before ? before.seq + 1 : window.from,
    to: after ? after.seq - 1 : window.to,
    entries: all.slice(start, start + size),
  };
}
