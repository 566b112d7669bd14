import type { MessageEntry } from '../protocol/entries.ts';
import type { Quote } from './own-copy.ts';

/** The beginning of a quoted text: one line shows no more. */
const quoteCharacters = 200;

/** A message as those show it that answer it. */
export function quoteOf({
  seq,
  from,
  text,
  imported,
}: Pick<MessageEntry, 'seq' | 'from' | 'text' | 'imported'>): Quote {
  // Counted as code points, so that none is cut in two.
  const beginning = Array.from(text.slice(0, 2 * quoteCharacters)).slice(0, quoteCharacters);
  return { seq, from, text: beginning.join(''), ...(imported ? { imported } : {}) };
}
