import { expect, it } from 'vitest';
import { FetchQueue } from './backfill.ts';
import type { FetchPriority } from './backfill.ts';
import { rest } from './testing/turns.ts';

/** Tasks that begin when their turn comes and end when they are told to. */
function queueOf(maxAtOnce: number) {
  const queue = new FetchQueue(maxAtOnce);
  const begun: string[] = [];
  const endsByName = new Map<string, () => void>();
  const done: Promise<void>[] = [];
  const add = (name: string, priority: FetchPriority): void => {
    const { promise, resolve } = Promise.withResolvers<void>();
    endsByName.set(name, resolve);
    const task = () => {
      begun.push(name);
      return promise;
    };
    done.push(queue.run(priority, task));
  };
  const end = async (name: string): Promise<void> => {
    endsByName.get(name)?.();
    await rest();
  };
  return { begun, add, end, done };
}

it('what a person waits for comes first, then what is new, then what is old', async () => {
  const { begun, add, end } = queueOf(1);
  add('running', 'forward');
  add('old', 'background');
  add('new', 'forward');
  add('asked for', 'now');
  await rest();
  for (const name of ['running', 'asked for', 'new', 'old']) await end(name);
  expect(begun).toEqual(['running', 'asked for', 'new', 'old']);
});

it('as many as may at once, but what is old one by one, and only while nothing else is fetched', async () => {
  const { begun, add, end } = queueOf(2);
  for (const name of ['old 1', 'old 2']) add(name, 'background');
  await rest();
  expect(begun).toEqual(['old 1']);
  for (const name of ['new 1', 'new 2']) add(name, 'forward');
  await rest();
  expect(begun).toEqual(['old 1', 'new 1']);
  await end('old 1');
  expect(begun).toEqual(['old 1', 'new 1', 'new 2']);
  await end('new 1');
  expect(begun).toHaveLength(3);
  await end('new 2');
  expect(begun.at(-1)).toBe('old 2');
});

it('a task that fails makes way for the next one', async () => {
  const queue = new FetchQueue(1);
  const failing = queue.run('now', () => Promise.reject(new Error('lost')));
  const next = queue.run('now', async () => 'page');
  await expect(failing).rejects.toThrow('lost');
  expect(await next).toBe('page');
});
