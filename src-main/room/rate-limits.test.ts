import { expect, it } from 'vitest';
import { TokenBucket, WindowLimit } from './rate-limits.ts';

it('a bucket lets a burst through, then a steady rate, and never saves up more than the burst', () => {
  const bucket = new TokenBucket({ burst: 3, perSecond: 2 });
  expect([0, 0, 0, 0].map((at) => bucket.take(at))).toEqual([0, 0, 0, 500]);
  expect(bucket.take(250)).toBe(250);
  expect(bucket.take(500)).toBe(0);
  expect([1e9, 1e9, 1e9, 1e9].map((at) => bucket.take(at))).toEqual([0, 0, 0, 500]);
});

it('a window counts each key apart and says when the oldest try leaves it', () => {
  const window = new WindowLimit({ count: 2, windowMs: 1000 });
  expect([window.take('a', 0), window.take('a', 400), window.take('a', 500)]).toEqual([0, 0, 500]);
  expect(window.take('b', 500)).toBe(0);
  expect(window.take('a', 1000)).toBe(0);
  expect(window.take('a', 1000)).toBe(400);
});

it('a window forgets the key that was quiet longest when too many come', () => {
  const window = new WindowLimit({ count: 1, windowMs: 1000, maxKeys: 2 });
  window.take('a', 0);
  window.take('b', 1);
  window.take('c', 2);
  expect(window.take('b', 3)).toBeGreaterThan(0);
  expect(window.take('a', 3)).toBe(0);
});

it('has a ceiling of its own for a whole network', () => {
  const limit = new WindowLimit({ count: 2, networkCount: 4, windowMs: 1000 });
  const taken = (key: string) =>
    Array.from({ length: 5 }, (_, i) => limit.take(key, i)).filter((waitMs) => waitMs === 0).length;
  expect(taken('10.0.0.7')).toBe(2);
  expect(taken('2001:db8:1:2/64')).toBe(4);
});

it('a whole network has at least what one address has', () => {
  const limit = new WindowLimit({ count: 2, windowMs: 1000 });
  expect([0, 1, 2].map((at) => limit.take('2001:db8:1:2/64', at))).toEqual([0, 0, 998]);
});
