import { foldText } from '../../../src-shared/text/fold.ts';

/** More trigrams than this add nothing: every hit is checked letter by letter anyway. */
const maxTrigrams = 32;
const maxGrams = 16;

/** The words that a hit must hold, longest first; one that is a part of another says nothing new. */
export function searchWords(text: string): string[] {
  const words = [...new Set(foldText(text).split(/\s+/u))].filter((word) => word !== '');
  const longestFirst = words.toSorted((one, other) => other.length - one.length);
  return longestFirst.filter((word, index) =>
    longestFirst.slice(0, index).every((longer) => !longer.includes(word)),
  );
}

/** What to ask the full-text index, or undefined if no word has three letters and no link is asked for. */
export function trigramQuery(words: readonly string[], hasLink = false): string | undefined {
  const trigrams = new Set(words.flatMap((word) => pieces(word, 3)));
  // FTS5 reads its query up to the first NUL.
  const usable = [...trigrams].filter((piece) => !piece.includes('\0')).slice(0, maxTrigrams);
  const asked = usable.map((piece) => `"${piece.replaceAll('"', '""')}"`);
  if (hasLink) asked.push('("://" OR "www")');
  return asked.length === 0 ? undefined : asked.join(' AND ');
}

/** Single letters and pairs that occur wherever all the words do. */
export function shortGrams(words: readonly string[]): string[] {
  const grams = words.flatMap((word) => {
    const pairs = pieces(word, 2);
    return pairs.length > 0 ? pairs : [word];
  });
  return [...new Set(grams)].slice(0, maxGrams);
}

/** Every run of `length` code points. */
function pieces(word: string, length: number): string[] {
  const letters = [...word];
  const count = Math.max(0, letters.length - length + 1);
  return Array.from({ length: count }, (_, at) => letters.slice(at, at + length).join(''));
}
