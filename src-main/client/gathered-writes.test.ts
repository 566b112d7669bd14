import { expect, it } from 'vitest';
import { GatheredWrites } from './gathered-writes.ts';

/** Writes that are done when the test says so. */
function gathered() {
  const written: number[][] = [];
  const defects: unknown[] = [];
  const disk = { turn: (): Promise<void> => Promise.resolve() };
  const writes = new GatheredWrites<number>({
    write: (keys) => {
      written.push([...keys]);
      return disk.turn();
    },
    failed: (error) => defects.push(error),
  });
  return { writes, written, defects, disk };
}

it('what one turn of the loop changes is one write, each thing once', async () => {
  const { writes, written } = gathered();
  for (const key of [1, 2, 1, 3]) writes.note(key);
  expect(written).toEqual([]);
  await writes.settled();
  expect(written).toEqual([[1, 2, 3]]);
  writes.note(1);
  await writes.settled();
  expect(written).toEqual([[1, 2, 3], [1]]);
});

it('one write follows another, and what changes meanwhile is in the next', async () => {
  const { writes, written, disk } = gathered();
  const { promise, resolve } = Promise.withResolvers<void>();
  disk.turn = () => promise;
  writes.note(1);
  while (written.length === 0) await new Promise((next) => setImmediate(next));
  writes.note(2);
  writes.note(3);
  for (let turn = 0; turn < 5; turn += 1) await new Promise((next) => setImmediate(next));
  expect(written).toEqual([[1]]);
  resolve();
  await writes.settled();
  expect(written).toEqual([[1], [2, 3]]);
});

it('what is cleared before it is written never is', async () => {
  const { writes, written } = gathered();
  writes.note(1);
  writes.clear();
  await writes.settled();
  expect(written).toEqual([]);
});

it('a write that fails is told, and the next one is tried all the same', async () => {
  const { writes, written, defects, disk } = gathered();
  disk.turn = () => Promise.reject(new Error('the disk is gone'));
  writes.note(1);
  await writes.settled();
  expect(defects).toHaveLength(1);
  disk.turn = () => Promise.resolve();
  writes.note(2);
  await writes.settled();
  expect(written).toEqual([[1], [2]]);
  expect(defects).toHaveLength(1);
});
