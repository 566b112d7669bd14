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
