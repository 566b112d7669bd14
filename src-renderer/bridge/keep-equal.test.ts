import fc from 'fast-check';
import { expect, it } from 'vitest';
import { keepEqual, withKept } from './keep-equal.ts';

it('what says the same is the same', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(keepEqual(value, structuredClone(value))).toBe(value);
    }),
  );
});

it('what comes out always says what came in', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (before, next) => {
      expect(keepEqual(before, next)).toEqual(next);
    }),
  );
});

it('beside what changed the rest stays as it was', () => {
  const before = { settings: { days: [1, 2] }, asked: 1, gone: 'x' };
  const kept = keepEqual<object>(before, { settings: { days: [1, 2] }, asked: 2 });
  expect(kept).toStrictEqual({ settings: { days: [1, 2] }, asked: 2 });
  expect(kept).toHaveProperty(
    'settings',
    expect.toSatisfy((is) => is === before.settings),
  );
});

it('a list that lost or got something is another one, with the same items', () => {
  const before = [{ n: 1 }, { n: 2 }];
  const shorter = keepEqual(before, [{ n: 1 }]);
  expect(shorter).not.toBe(before);
  expect(shorter[0]).toBe(before[0]);
  expect(keepEqual<unknown>([], {})).toEqual({});
});

it('a map is another one only if something in it is', () => {
  const before = new Map([['a', { n: 1 }]]);
  expect(withKept(before, [['a', { n: 1 }]])).toBe(before);
  const after = withKept(before, [
    ['a', { n: 1 }],
    ['b', { n: 2 }],
  ]);
  expect([...after.keys()]).toEqual(['a', 'b']);
  expect(after.get('a')).toBe(before.get('a'));
  expect([...before.keys()]).toEqual(['a']);
});
