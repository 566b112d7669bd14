import { expect, test } from 'vitest';
import { seededRandom } from '../../src-shared/outside/random.ts';
import { TroubleOrder } from './trouble-order.ts';
import type { TroubleName } from './troubles.ts';

test('each happens once before any a second time, in another order each time; what takes long once in four times', () => {
  const possible: TroubleName[] = ['none', 'cuts', 'late', 'slow', 'still', 'half-open'];
  const order = new TroubleOrder(possible, seededRandom(1));
  const take = (count: number): TroubleName[] => Array.from({ length: count }, () => order.next());
  expect(take(6)).toEqual(possible);
  const others = [take(5), take(5), take(5)];
  for (const other of others) expect(other.toSorted()).toEqual(possible.slice(0, 5).toSorted());
  expect(new Set(others.map((other) => other.join())).size).toBeGreaterThan(1);
  expect(take(6).toSorted()).toEqual(possible.toSorted());
});

test('what takes long happens if nothing else is asked for', () => {
  const order = new TroubleOrder(['half-open'], seededRandom(1));
  expect([order.next(), order.next()]).toEqual(['half-open', 'half-open']);
});
