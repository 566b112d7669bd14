import { foldText } from './fold.ts';

/**
 * Characters that a reader takes for a Latin letter, each behind the letter. Accents and case, full-width
 * and mathematical letters are not here: `foldText` has taken them away. `i`, `l`, `1` and `I` are one,
 * because `I` is `i` to who writes and `l` to who reads.
 */
const look: Record<string, string> = {
  a: 'аαɑᴀⱥꓮᎪ',
  b: 'вьβЬƅɓƀʙꓐᏴ',
  c: 'сϲƈȼᴄҫꓚᏟ',
  d: 'ԁɗᴅꓓᎠ',
  e: 'еεҽɇᴇꓰᎬ',
  f: 'ƒꜰꓝ',
  g: 'ɡɠɢցꓖᏀ',
  h: 'нһηհɦʜꓧᎻ',
  j: 'јϳյɉᴊꓙᎫ',
  k: 'кκƙᴋꓗᏦ',
  l: 'i1|іιɩɪɨӏԼʟǀꓲꓡᎥᏞ\u05d5\u05df\u0627\u0661\u06f1ⵏ',
  m: 'мμɱᴍꓟᎷ',
  n: 'пνոɲɴꓠ',
  o: '0оοօөɵᴏꓳ\u05e1\u0647о০०੦૦୦௦౦೦൦๐໐၀〇ⵔᎾ',
  p: 'рρƥᴘꓑᏢ',
  q: 'ԛզ',
  r: 'гɍʀꓣᎡᏒ',
  s: 'ѕʂꜱՏꓢᏚ',
  t: 'тτƭᴛꓔᎢ',
  u: 'սᴜꓴ',
  v: 'ѵʋᴠꓦᏙ',
  w: 'ԝωѡᴡꓪᎳ',
  x: 'хχꓫ',
  y: 'уүυɏƴʏꓬᎩ',
  z: 'ƶᴢζꓜᏃ',
  3: 'з',
};

const letterByLookAlike = new Map(
  Object.entries(look).flatMap(([letter, alike]) =>
    [...alike].map((character) => [foldText(character), letter] as const),
  ),
);

/** Folded text with each look-alike replaced by the letter that it looks like. */
export function replaceLookAlikes(folded: string): string {
  return [...folded].map((character) => letterByLookAlike.get(character) ?? character).join('');
}
