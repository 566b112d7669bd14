import { foldNick } from './nicks.ts';

/** Whether a word fits a mask, in which `*` stands for any characters and `?` for one. Takes no longer than both are long. */
export function fitsMask(rawWord: string, rawMask: string): boolean {
  const word = [...foldNick(rawWord)];
  const mask = [...foldNick(rawMask)];
  let at = 0;
  let place = 0;
  let star = -1;
  let starAt = 0;
  while (at < word.length) {
    if (mask[place] === '*') {
      star = place;
      starAt = at;
      place += 1;
    } else if (mask[place] === '?' || mask[place] === word[at]) {
      place += 1;
      at += 1;
    } else if (star >= 0) {
      // The last star takes one character more.
      place = star + 1;
      starAt += 1;
      at = starAt;
    } else return false;
  }
  return mask.slice(place).every((sign) => sign === '*');
}
