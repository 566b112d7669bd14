import { expect, test } from 'vitest';
import { ManualClock } from '../../src-shared/outside/manual-clock.ts';
import { watchKeys } from './watch-keys.ts';

function page() {
  const clock = new ManualClock();
  const frames: FrameRequestCallback[] = [];
  const target = Object.assign(new EventTarget(), {
    requestAnimationFrame: (run: FrameRequestCallback) => frames.push(run),
  });
  const isWaiting = watchKeys(target as unknown as Window, clock);
  const press = () => target.dispatchEvent(new Event('keydown'));
  const paint = () => {
    for (const run of frames.splice(0)) run(0);
    clock.advance(0);
  };
  return { clock, isWaiting, press, paint };
}

test('a key waits until the frame after it is painted', () => {
  const { isWaiting, press, paint } = page();
  expect(isWaiting()).toBe(false);
  press();
  expect(isWaiting()).toBe(true);
  paint();
  expect(isWaiting()).toBe(false);
});

test('of two keys in one frame the later one counts too', () => {
  const { isWaiting, press, paint, clock } = page();
  press();
  clock.advance(5);
  press();
  paint();
  expect(isWaiting()).toBe(false);
});

test('a page that is painted no more keeps nobody waiting', () => {
  const { isWaiting, press, clock } = page();
  press();
  clock.advance(50);
  expect(isWaiting()).toBe(false);
});
