import { expect, it } from 'vitest';
import { WorkQueue } from './work-queue.ts';

/** Work that ends when it is told to. */
function heldWork() {
  const begun: number[] = [];
  const ends = new Map<number, () => void>();
  const work = (number: number) => (): Promise<number> => {
    begun.push(number);
    return new Promise((resolve) => ends.set(number, () => resolve(number)));
  };
  return { begun, work, end: (number: number) => ends.get(number)?.() };
}

it('runs so many at once, and the others in their order', async () => {
  const queue = new WorkQueue(2);
  const { begun, work, end } = heldWork();
  const done = [1, 2, 3, 4].map((number) => queue.run(work(number)));
  expect(begun).toEqual([1, 2]);
  end(2);
  expect(await done[1]).toBe(2);
  await expect.poll(() => begun).toEqual([1, 2, 3]);
  end(1);
  end(3);
  expect(await Promise.all([done[0], done[2]])).toEqual([1, 3]);
  end(4);
  expect(await done[3]).toBe(4);
});

it('leaves out what is not wanted any more when its turn comes', async () => {
  const queue = new WorkQueue(1);
  const { begun, work, end } = heldWork();
  let isWanted = true;
  const first = queue.run(work(1));
  const second = queue.run(work(2), () => isWanted);
  const third = queue.run(work(3));
  isWanted = false;
  end(1);
  expect(await first).toBe(1);
  expect(await second).toBeUndefined();
  await expect.poll(() => begun).toEqual([1, 3]);
  end(3);
  await third;
});

it('goes on after work that fails', async () => {
  const queue = new WorkQueue(1);
  await expect(queue.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await queue.run(async () => 'yes')).toBe('yes');
});
