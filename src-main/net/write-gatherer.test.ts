import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { WriteGatherer } from './tcp-transport.ts';

const bytes = (text: string) => Buffer.from(text);

test('all that was scheduled in a turn is flushed at its end, in order', async () => {
  const flushed: string[] = [];
  const gatherer = new WriteGatherer();
  const flushable = (name: string) => ({ flush: () => void flushed.push(name) });
  gatherer.schedule(flushable('one'));
  gatherer.schedule(flushable('two'));
  expect(flushed).toEqual([]);
  await nextTurn();
  expect(flushed).toEqual(['one', 'two']);
});

test('what is scheduled while flushing is flushed in the next turn', async () => {
  const flushed: string[] = [];
  const gatherer = new WriteGatherer();
  gatherer.schedule({
    flush: () => gatherer.schedule({ flush: () => void flushed.push('later') }),
  });
  await nextTurn();
  expect(flushed).toEqual([]);
  await nextTurn();
  expect(flushed).toEqual(['later']);
  gatherer.schedule({ flush: () => void flushed.push('much later') });
  await nextTurn();
  expect(flushed).toEqual(['later', 'much later']);
});

test('readers of the same parts share one joined piece, others do not', () => {
  const gatherer = new WriteGatherer();
  const [a, b, c] = [bytes('a'), bytes('b'), bytes('c')];
  const joined = gatherer.join([a, b]);
  expect(joined).toEqual(bytes('ab'));
  expect(gatherer.join([a, b])).toBe(joined);
  expect(gatherer.join([a, b, c])).toEqual(bytes('abc'));
  expect(gatherer.join([a, b])).toEqual(bytes('ab'));
  expect(gatherer.join([a, c])).toEqual(bytes('ac'));
  expect(gatherer.join([a])).toBe(a);
});

test('what may go later rests after a flush for four times as long as that took; all else never does', async () => {
  let now = 0;
  const gatherer = new WriteGatherer(() => now);
  const flushed: string[] = [];
  const flushable = (name: string, tookMs = 0) => ({
    flush: () => {
      now += tookMs;
      flushed.push(name);
    },
  });
  gatherer.schedule(flushable('crowd', 10), 'later');
  await nextTurn();
  gatherer.schedule(flushable('rests'), 'later');
  gatherer.schedule(flushable('answer'));
  await nextTurn();
  await nextTurn();
  expect(flushed).toEqual(['crowd', 'answer']);
  await expect.poll(() => flushed).toEqual(['crowd', 'answer', 'rests']);
  now += 40;
  gatherer.schedule(flushable('at once'), 'later');
  await nextTurn();
  expect(flushed.at(-1)).toBe('at once');
});
