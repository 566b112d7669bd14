import { expect, it } from 'vitest';
import { ManualClock } from '../../src-shared/outside/manual-clock.ts';
import { createMemoryBridge } from '../bridge/testing/memory-bridge.ts';
import { reportActivity } from './follow.ts';

function setUp() {
  const bridge = createMemoryBridge({ 'presence/active': () => ({ ok: true, value: null }) });
  const clock = new ManualClock();
  const target = new EventTarget();
  const end = reportActivity({ bridge, clock }, target as Window);
  const touch = (type = 'keydown') => target.dispatchEvent(new Event(type));
  return { clock, end, touch, told: () => bridge.asked('presence/active').length };
}

it('W10 tells of a key, the mouse or a touch at once, then at most once in 30 seconds', () => {
  const { clock, touch, told } = setUp();
  touch();
  expect(told()).toBe(1);
  for (const type of ['pointermove', 'pointerdown', 'wheel', 'touchstart']) touch(type);
  clock.advance(29_999);
  touch('pointermove');
  expect(told()).toBe(1);
  clock.advance(1);
  touch('wheel');
  expect(told()).toBe(2);
});

it('W10 where nobody touches anything nothing is told', () => {
  const { clock, end, touch, told } = setUp();
  clock.advance(600_000);
  expect(told()).toBe(0);
  end();
  touch();
  expect(told()).toBe(0);
});
