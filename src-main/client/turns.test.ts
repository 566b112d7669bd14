import { expect, it } from 'vitest';
import { Turns } from './turns.ts';

it('works of one key wait for one another, those of another key do not, and a failure holds nobody up', async () => {
  const turns = new Turns<string>();
  const order: string[] = [];
  const first = Promise.withResolvers<void>();
  const slow = turns.take('a', () => first.promise.then(() => order.push('slow')));
  const failing = turns.take('a', () => {
    order.push('failing');
    return Promise.reject(new Error('no'));
  });
  const other = turns.take('b', async () => order.push('other'));
  await other;
  expect(order).toEqual(['other']);
  first.resolve();
  await expect(failing).rejects.toThrow('no');
  await slow;
  await turns.take('a', async () => order.push('last'));
  expect(order).toEqual(['other', 'slow', 'failing', 'last']);
});

it('is settled when what was asked for meanwhile is done too', async () => {
  const turns = new Turns<string>();
  const order: string[] = [];
  void turns.take('a', async () => {
    void turns.take('b', async () => order.push('b'));
    order.push('a');
  });
  await turns.settled();
  expect(order).toEqual(['a', 'b']);
});
