import { expect, it } from 'vitest';
import { MinuteCounter } from './room-server.ts';

it('counts in the minute that runs and moves on with the clock', () => {
  const counter = new MinuteCounter(3);
  counter.add(2, 1000);
  counter.add(1, 59_999);
  counter.add(5, 60_000);
  expect(counter.read(60_001)).toEqual([0, 3, 5]);
  expect(counter.read(180_000)).toEqual([5, 0, 0]);
});

it('forgets everything after a long silence, at once', () => {
  const counter = new MinuteCounter(3);
  counter.add(2, 0);
  expect(counter.read(60_000 * 1e9)).toEqual([0, 0, 0]);
});
