import { expect, test } from 'vitest';
import { BlockSet } from './block-set.ts';

test('a set of blocks has what was put in, and knows the lowest', () => {
  const set = new BlockSet(20);
  expect(set.lowest()).toBeUndefined();
  expect([set.add(7, 3), set.add(19), set.add(2)]).toEqual([true, true, true]);
  expect([set.size, set.lowest()]).toEqual([5, 2]);
  expect([set.delete(2), set.delete(2), set.delete(7)]).toEqual([true, false, true]);
  expect([set.size, set.lowest(), set.has(7), set.has(8)]).toEqual([3, 8, false, true]);
  set.add(0);
  expect(set.lowest()).toBe(0);
});

test.each([
  ['behind the end', 20, 1],
  ['up to behind the end', 19, 2],
  ['so many that there are none', 0, Number.MAX_SAFE_INTEGER],
  ['where a number of 32 bits begins anew', 2 ** 32, 1],
  ['that is in it', 3, 1],
  ['of which the last is in it', 1, 3],
])('a set of blocks takes nothing %s', (_, at, blocks) => {
  const set = new BlockSet(20);
  set.add(3);
  expect(set.add(at, blocks)).toBe(false);
  expect(set.has(2 ** 32 + 3)).toBe(false);
  expect(set.delete(2 ** 32 + 3)).toBe(false);
});
