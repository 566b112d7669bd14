const endings: Record<string, string> = {
  a: 'ın',
  ı: 'ın',
  e: 'in',
  i: 'in',
  o: 'un',
  u: 'un',
  ö: 'ün',
  ü: 'ün',
};
const folded: Record<string, string> = { â: 'a', î: 'i', û: 'u' };

/** `Ali’nin`, `Burak’ın`, `Oğuz’un`: the ending of a name follows its last vowel and last letter. */
export function turkishGenitive(name: string): string {
  const letters = [...name.trim().toLocaleLowerCase('tr')].map((own) => folded[own] ?? own);
  const vowel = letters.findLast((letter) => letter in endings);
  const ending = (vowel && endings[vowel]) ?? 'in';
  const last = letters.at(-1) ?? '';
  return `${name.trim()}’${last in endings ? 'n' : ''}${ending}`;
}
