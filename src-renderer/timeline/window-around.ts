import type { MessageMarks, Quote, ShownMessage } from '../../src-shared/member/own-copy.ts';
import { quoteOf } from '../../src-shared/member/quote.ts';
import { covers, type EntryWindow } from './entry-window.ts';

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
  known: WindowAround & { held: EntryWindow },
  changed: readonly ShownMessage[],
): WindowAround & { held: EntryWindow } {
  const { held, quotes } = known;
  const here = changed.filter(({ message }) => covers(held, message.seq));
  const bySeq = new Map(here.map(({ message }) => [message.seq, message]));
  const quoted = changed.filter(({ message }) => quotes.has(message.seq));
  return {
    held:
      here.length === 0
        ? held
        : { ...held, entries: held.entries.map((each) => bySeq.get(each.seq) ?? each) },
    ...withAround(known, {
      marks: here.map(({ marks }) => marks),
      quotes: quoted.map(({ message }) => quoteOf(message)),
    }),
  };
}

/** What of it belongs to a window that was cut. */
export function trimmedAroundOf({ marks, quotes }: WindowAround, held: EntryWindow): WindowAround {
  const answered = new Set(held.entries.map((each) => ('reply' in each ? each.reply : undefined)));
  return {
    marks: new Map([...marks].filter(([seq]) => covers(held, seq))),
    quotes: new Map([...quotes].filter(([seq]) => answered.has(seq))),
  };
}

/** With the last message what only changes others is seen too. */
export function lastSeenOf({ to, entries }: EntryWindow, lastSeen: number): number {
  return (entries.at(-1)?.seq ?? 0) > lastSeen ? lastSeen : Math.max(to, lastSeen);
}

function withAll<T extends { seq: number }>(
  known: ReadonlyMap<number, T>,
  more: readonly T[],
): ReadonlyMap<number, T> {
  if (more.length === 0) return known;
  return new Map([...known, ...more.map((each) => [each.seq, each] as const)]);
}
