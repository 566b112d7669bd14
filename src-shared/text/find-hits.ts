import { foldText } from './fold.ts';

/** A part of a text, in UTF-16 code units; `end` is the first one after it. */
export type Hit = { start: number; end: number };

/** Folded text, and for each of its code units which part of the original it came from. */
type Folded = { text: string; starts: readonly number[]; ends: readonly number[] };

const plain = /^[\x00-\x7f]*$/;

/**
 * Where the words of a query stand in a text, both folded: what a search marks (R0.6). In order and
 * without overlaps; never a part of what is read as one character.
 */
export function findHits(text: string, query: string): Hit[] {
  const words = foldText(query).split(/\s+/u).filter(Boolean);
  if (words.length === 0) return [];
  const folded = foldWithPlaces(text);
  const hits = words.flatMap((word) => findWord(folded, word));
  return joinOverlapping(hits.sort((one, other) => one.start - other.start));
}

function findWord({ text, starts, ends }: Folded, word: string): Hit[] {
  const hits: Hit[] = [];
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    hits.push({ start: starts[at] ?? 0, end: ends[at + word.length - 1] ?? 0 });
  }
  return hits;
}

function joinOverlapping(sorted: readonly Hit[]): Hit[] {
  const joined: Hit[] = [];
  for (const { start, end } of sorted) {
    const last = joined.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else joined.push({ start, end });
  }
  return joined;
}

function foldWithPlaces(text: string): Folded {
  if (plain.test(text)) {
    const starts = Array.from(text, (_unit, at) => at);
    return { text: text.toLowerCase(), starts, ends: starts.map((at) => at + 1) };
  }
  const starts: number[] = [];
  const ends: number[] = [];
  let folded = '';
  // By graphemes, because what stands inside one is what folding takes apart and joins.
  for (const { segment, index } of new Intl.Segmenter('en').segment(text)) {
    const part = foldText(segment);
    folded += part;
    for (let unit = 0; unit < part.length; unit += 1) {
      starts.push(index);
      ends.push(index + segment.length);
    }
  }
  return { text: folded, starts, ends };
}
