import { expect, test } from 'vitest';
import { keyWords } from '../../src-shared/invite/key-look.ts';
import type { Pin } from '../../src-shared/protocol/ids.ts';
import { lookOfKey } from './look-of-key.ts';

const pin = (letter: string) => letter.repeat(43) as Pin;

test('a key looks the same every time, and another key otherwise', async () => {
  const [one, again, other] = await Promise.all([pin('A'), pin('A'), pin('B')].map(lookOfKey));
  expect(one).toEqual(again);
  expect(one?.words).not.toEqual(other?.words);
  expect(one?.cells).not.toEqual(other?.cells);
});

test('its picture is alike on both sides, and its words are four in every language', async () => {
  const look = await lookOfKey(pin('C'));
  for (let row = 0; row < 25; row += 5) {
    const cells = look.cells.slice(row, row + 5);
    expect(cells).toEqual(cells.toReversed());
  }
  for (const language of ['en', 'tr'] as const)
    expect(keyWords(look, language)).toMatch(/^(?:\p{Ll}+ ){3}\p{Ll}+$/u);
  expect(look.hue).toBeLessThan(8);
});
