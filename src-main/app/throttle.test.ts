import { expect, it } from 'vitest';
import { ManualClock } from '../../src-shared/outside/manual-clock.ts';
import { Throttle } from './throttle.ts';

function throttled() {
  const clock = new ManualClock();
  const runs: number[] = [];
  const throttle = new Throttle({ clock, everyMs: 500, run: () => runs.push(clock.monotonicMs()) });
  return { clock, runs, throttle };
}

it('runs at once, then once at the end of each rest in which it was asked', () => {
  const { clock, runs, throttle } = throttled();
  for (let ask = 0; ask < 3; ask += 1) throttle.ask();
  expect(runs).toEqual([0]);
  clock.advance(499);
  expect(runs).toEqual([0]);
  clock.advance(1);
  expect(runs).toEqual([0, 500]);
  clock.advance(5000);
  expect(runs).toEqual([0, 500]);
  expect(clock.pendingTimers).toBe(0);
});

it('once stopped it runs no more, leaves no timer, and knows it', () => {
  const { clock, runs, throttle } = throttled();
  throttle.ask();
  throttle.ask();
  throttle.stop();
  expect(clock.pendingTimers).toBe(0);
  throttle.ask();
  clock.advance(1000);
  expect(runs).toEqual([0]);
  expect(throttle.isStopped).toBe(true);
});
