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
};
const combiningMarks = /[\u0300-\u036f]/g;
const special = /[ıßłđðøæœþħŧŋĸſ]/g;
const plain = /^[\x00-\x7f]*$/;

/**
 * The form in which texts are searched: case, accents and the Turkish i make no difference, so
 * `İSTANBUL`, `ıstanbul` and `Istanbul` are one. Never locale dependent.
 */
export function foldText(text: string): string {
  if (plain.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .replace(combiningMarks, '')
    .toLowerCase()
    .replace(combiningMarks, '')
    .replace(special, (letter) => letters[letter] ?? letter)
    .normalize('NFKC');
}
