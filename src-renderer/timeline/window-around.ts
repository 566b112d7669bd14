import type { MessageMarks, Quote, ShownMessage } from '../../src-shared/member/own-copy.ts';
import { quoteOf } from '../../src-shared/member/quote.ts';
import { isChange } from '../../src-shared/protocol/entries.ts';
import type { EntryWindow } from './timeline-rows.ts';

/** What was done to the messages of a window, and what they answer, by number. */
export type WindowAround = {
  marks: ReadonlyMap<number, MessageMarks>;
  quotes: ReadonlyMap<number, Quote>;
};

type PageAround = {
  marks?: readonly MessageMarks[] | undefined;
  quotes?: readonly Quote[] | undefined;
};

export const nothingAround: WindowAround = { marks: new Map(), quotes: new Map() };

/** With what belongs to a page. */
export function withAround(
  known: WindowAround,
  { marks = [], quotes = [] }: PageAround,
): WindowAround {
  return { marks: withAll(known.marks, marks), quotes: withAll(known.quotes, quotes) };
}

/** With messages that are another thing from now on; those beyond the window come so when they are asked for. */
export function withChanged(
  known: WindowAround & { entries: EntryWindow },
  changed: readonly ShownMessage[],
): WindowAround & { entries: EntryWindow } {
  const { entries, quotes } = known;
  const here = changed.filter(({ message }) => isWithin(entries, message.seq));
  const bySeq = new Map(here.map(({ message }) => [message.seq, message]));
  const quoted = changed.filter(({ message }) => quotes.has(message.seq));
  return {
    entries: here.length === 0 ? entries : entries.map((each) => bySeq.get(each.seq) ?? each),
    ...withAround(known, {
      marks: here.map(({ marks }) => marks),
      quotes: quoted.map(({ message }) => quoteOf(message)),
    }),
  };
}

/** What of it belongs to a window that was cut. */
export function trimmedAroundOf(
  { marks, quotes }: WindowAround,
  entries: EntryWindow,
): WindowAround {
  const answered = new Set(entries.map((each) => ('reply' in each ? each.reply : undefined)));
  return {
    marks: new Map([...marks].filter(([seq]) => isWithin(entries, seq))),
    quotes: new Map([...quotes].filter(([seq]) => answered.has(seq))),
  };
}

/** With the last message what only changes others is seen too. */
export function lastSeenOf(entries: EntryWindow, lastSeen: number): number {
  const after = entries.filter(({ seq }) => seq > lastSeen);
  return after.every(isChange) ? (after.at(-1)?.seq ?? lastSeen) : lastSeen;
}

function withAll<T extends { seq: number }>(
  known: ReadonlyMap<number, T>,
  more: readonly T[],
): ReadonlyMap<number, T> {
  if (more.length === 0) return known;
  return new Map([...known, ...more.map((each) => [each.seq, each] as const)]);
}

function isWithin(entries: EntryWindow, seq: number): boolean {
  return seq >= (entries[0]?.seq ?? Infinity) && seq <= (entries.at(-1)?.seq ?? 0);
}
