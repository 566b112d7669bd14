import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ReadShare } from './read-share.ts';

test('a connection that has had its share of a turn goes on in the next', async () => {
  let turns = 0;
  const share = new ReadShare(() => (turns += 1));
  share.came(200 * 1024);
  expect(share.isSpent).toBe(false);
  await nextTurn();
  share.came(200 * 1024);
  expect(share.isSpent).toBe(false);
  share.came(200 * 1024);
  expect(share.isSpent).toBe(true);
  await nextTurn();
  expect([share.isSpent, turns]).toEqual([false, 1]);
});
