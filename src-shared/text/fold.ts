const letters: Record<string, string> = {
  ı: 'i',
  ß: 'ss',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ħ: 'h',
  ŧ: 't',
  ŋ: 'n',
  ĸ: 'k',
  ſ: 's',
  // `toLowerCase` writes it at the end of a word only, so a part of a word would not be found.
  ς: 'σ',
  '\u2018': "'",
  '\u2019': "'",
  '\u02bc': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u201e': '"',
  '\u2010': '-',
  '\u2012': '-',
  '\u2013': '-',
  '\u2014': '-',
  '\u2212': '-',
};
/** Accents, and marks that nobody sees: soft hyphen, zero-width space, word joiner, byte order mark. */
const marks = /[\u0300-\u036f\u00ad\u200b\u2060\ufeff]/g;
const special = /[ıßłđðøæœþħŧŋĸſς\u2018\u2019\u02bc\u201c-\u201e\u2010\u2012-\u2014\u2212]/g;
const plain = /^[\x00-\x7f]*$/;
/** One letter each that stands for a whole phrase: taken apart, 8,000 of them would be 144,000. */
const phrases = /([\ufdfa\ufdfb])/;

/** A folded text has at most so many code units for each of the text's own. */
export const maxFoldedGrowth = 7;

/**
 * The form in which texts are searched: case, accents, the Turkish i, curly quotes and kinds of dashes
 * make no difference, so `İSTANBUL`, `ıstanbul` and `Istanbul` are one. Never locale dependent.
 */
export function foldText(text: string): string {
  if (plain.test(text)) return text.toLowerCase();
  // Every other part is a letter that was split at.
  const parts = text.split(phrases);
  return parts.map((part, place) => (place % 2 === 1 ? part : foldPart(part))).join('');
}

function foldPart(text: string): string {
  return text
    .normalize('NFKD')
    .replace(marks, '')
    .toLowerCase()
    .replace(special, (letter) => letters[letter] ?? letter)
    .normalize('NFKC');
}

/** A part of a text, in UTF-16 code units; `end` is the first one after it. */
export type Hit = { start: number; end: number };

/** Folded text, and for each of its code units which part of the original it came from. */
type Folded = { text: string; starts: readonly number[]; ends: readonly number[] };

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
