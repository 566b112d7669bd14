import { foldText } from '../../../src-shared/text/fold.ts';

/** More trigrams than this add nothing: every hit is checked letter by letter anyway. */
const maxTrigrams = 32;
/** From here on fewer of them are asked for than there are. */
const manyTrigrams = 12;
const maxGrams = 16;

/** The words that a hit must hold, longest first; one that is a part of another says nothing new. */
export function searchWords(text: string): string[] {
  const words = [...new Set(foldText(text).split(/\s+/u))].filter((word) => word !== '');
  const longestFirst = words.toSorted((one, other) => other.length - one.length);
  return longestFirst.filter((word, index) =>
    longestFirst.slice(0, index).every((longer) => !longer.includes(word)),
  );
}

/**
 * Runs of three letters that occur wherever all the words do; none if no word has three. Of many words not all are
 * taken, but each letter of theirs is in one: every run costs, and every hit is checked letter by letter anyway.
 */
export function trigrams(words: readonly string[]): string[] {
  const all = words.map((word) => pieces(word, 3));
  const count = all.reduce((sum, each) => sum + each.length, 0);
  const step = count <= manyTrigrams ? 1 : count <= 2 * manyTrigrams ? 2 : 3;
  const taken = all.flatMap((each) =>
    each.filter((_, place) => place % step === 0 || place === each.length - 1),
  );
  // FTS5 reads its query up to the first NUL.
  const usable = taken.filter((piece) => !piece.includes('\0'));
  return [...new Set(usable)].slice(0, maxTrigrams);
}

/** Asks the full-text index for all of these at once. */
export function matchAll(terms: readonly string[], hasLink = false): string {
  const asked = terms.map((term) => `"${term.replaceAll('"', '""')}"`);
  if (hasLink) asked.push('("://" OR "www")');
  return asked.join(' AND ');
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
