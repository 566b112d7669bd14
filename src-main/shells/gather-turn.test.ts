import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { gatherTurn } from './gather-turn.ts';

test('what is given in one turn is told together, in order and before any answer, what comes later apart', async () => {
  const told: (number[] | 'answer')[] = [];
  const tell = gatherTurn((gathered: number[]) => told.push(gathered));
  tell(1);
  tell(2);
  // Whoever asked is answered after what was told before it.
  void Promise.resolve().then(() => told.push('answer'));
  expect(told).toEqual([]);
  await nextTurn();
  tell(3);
  await nextTurn();
  expect(told).toEqual([[1, 2], 'answer', [3]]);
});
