import type { Language } from '../translations/catalogue.ts';
import { words } from './words.ts';

/** How a key looks to people: 32 bits of words and 18 of a picture. `keyLookBytes` of what is stretched from the pin. */
export type KeyLook = {
  /** Places in the list of words, four of them. */
  words: readonly number[];
  /** A square of five by five, row by row, alike on both sides. */
  cells: readonly boolean[];
  /** Of its colour, in steps of 45 degrees: 0 to 7. */
  hue: number;
};

export const keyLookBytes = 7;
const side = 5;
const wordCount = 4;

export function keyLook(stretched: Uint8Array): KeyLook {
  const picture = (stretched[4] ?? 0) | ((stretched[5] ?? 0) << 8);
  const cells = Array.from({ length: side * side }, (_, place) => {
    const column = place % side;
    const mirrored = Math.min(column, side - 1 - column);
    const row = Math.floor(place / side);
    return ((picture >> (row * Math.ceil(side / 2) + mirrored)) & 1) === 1;
  });
  return {
    words: Array.from(stretched.subarray(0, wordCount)),
    cells,
    hue: (stretched[6] ?? 0) % 8,
  };
}

/** `elma köprü deniz kule` */
export function keyWords(look: KeyLook, language: Language): string {
  return look.words.map((place) => words[language][place] ?? '').join(' ');
}
