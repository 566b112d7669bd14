import { expect, it } from 'vitest';
import { fitsMask } from './mask.ts';

it.each([
  ['ayşe', '*', true],
  ['ayşe', 'a*', true],
  ['ayşe', '*ş*', true],
  ['ayşe', 'a??e', true],
  ['ayşe', 'A*E', true],
  ['ayşe', 'a?e', false],
  ['ayşe', 'b*', false],
  ['ayşe', '*b', false],
  ['', '*', true],
  ['', '?', false],
  ['abcabd', '*abd', true],
  ['😀x', '?x', true],
])('%j fits %j: %s', (word, mask, fits) => {
  expect(fitsMask(word, mask)).toBe(fits);
});

it('a mask of many stars takes no longer than both are long', () => {
  expect(fitsMask('a'.repeat(200), `${'*a'.repeat(100)}b`)).toBe(false);
});
