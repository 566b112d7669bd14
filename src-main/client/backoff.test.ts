import { expect, it } from 'vitest';
import type { Random } from '../../src-shared/outside/random.ts';
import { seededRandom } from '../../src-shared/outside/random.ts';
import { Backoff } from './backoff.ts';

function drawing(share: number): Random {
  return { ...seededRandom(1), fraction: () => share };
}

it('W8 the time until the next try doubles up to two seconds, after many to half a minute, and starts anew after a reset', () => {
  const backoff = new Backoff(drawing(1));
  const waits = Array.from({ length: 126 }, () => backoff.nextMs());
  expect(waits.slice(0, 6)).toEqual([500, 1000, 2000, 2000, 2000, 2000]);
  expect(waits.slice(120)).toEqual([2000, 4000, 8000, 16_000, 30_000, 30_000]);
  backoff.reset();
  expect(backoff.nextMs()).toBe(500);
});

it('W8 the wait is drawn from all of the time up to that, so that members of one room do not come back as one', () => {
  const backoff = new Backoff(drawing(0));
  expect([backoff.nextMs(), backoff.nextMs()]).toEqual([0, 0]);
  const crowd = Array.from({ length: 100 }, (_, seed) => {
    const one = new Backoff(seededRandom(seed));
    for (let failure = 0; failure < 125; failure += 1) one.nextMs();
    return one.nextMs();
  });
  const perThird = [0, 1, 2].map(
    (third) => crowd.filter((wait) => Math.floor(wait / 10_000.1) === third).length,
  );
  expect(perThird.reduce((sum, count) => sum + count)).toBe(100);
  for (const count of perThird) expect(count).toBeGreaterThan(15);
});
