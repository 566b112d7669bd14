import { expect, it } from 'vitest';
import { characterCount, isLonger, refuseText } from './refuse-text.ts';

it('R1.7 nothing is no text', () => {
  for (const text of ['', ' ', '\n\t \n'])
    expect(refuseText(text, 4)).toEqual({ code: 'text-empty' });
});

it.each([
  ['abcd', undefined],
  ['abcde', { code: 'text-too-long', limit: 4 }],
  ['😀😀😀😀', undefined],
  ['😀😀😀😀a', { code: 'text-too-long', limit: 4 }],
  ['x'.repeat(100_000), { code: 'text-too-long', limit: 4 }],
])('R1.7 characters are code points: %s', (text, refusal) => {
  expect(refuseText(text, 4)).toEqual(refusal);
  expect(isLonger(text, 4)).toBe(characterCount(text) > 4);
});
