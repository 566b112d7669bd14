import { expect, it } from 'vitest';
import { ManualClock } from '../outside/manual-clock.ts';
import { afterRefusal, RetryPause } from './retry-pause.ts';

it('waits as long as the refusal says, else for a second, and once', () => {
  const clock = new ManualClock();
  const pause = new RetryPause(clock);
  const tried: number[] = [];
  const again = () => tried.push(clock.monotonicMs());
  const begin = clock.monotonicMs();
  pause.begin({ code: 'too-fast', retryAfterMs: 300 }, again);
  expect(pause.isOn).toBe(true);
  clock.advance(299);
  expect(tried).toEqual([]);
  clock.advance(1);
  expect([tried, pause.isOn]).toEqual([[begin + 300], false]);
  pause.begin({ code: 'too-fast' }, again);
  clock.advance(999);
  expect(tried).toHaveLength(1);
  clock.advance(1);
  expect(tried).toHaveLength(2);
});

it('a later one takes the place of the one before, and an ended one does nothing', () => {
  const clock = new ManualClock();
  const pause = new RetryPause(clock);
  const tried: string[] = [];
  pause.begin({ code: 'too-fast', retryAfterMs: 100 }, () => tried.push('before'));
  pause.begin({ code: 'too-fast', retryAfterMs: 200 }, () => tried.push('later'));
  clock.advance(200);
  expect(tried).toEqual(['later']);
  pause.begin({ code: 'too-fast', retryAfterMs: 0 }, () => tried.push('ended'));
  expect(tried).toEqual(['later']);
  pause.end();
  expect(pause.isOn).toBe(false);
  clock.advance(5000);
  expect(tried).toEqual(['later']);
});

it.each([
  ['too-fast', 'again'],
  ['try-later', 'again'],
  ['too-many-unacknowledged', 'again'],
  ['hello-first', 'over-again'],
  ['sign-in-first', 'over-again'],
  ['text-too-long', 'give-back'],
  ['no-such-conversation', 'give-back'],
  ['store-full', 'give-back'],
  ['room-closed', 'give-back'],
] as const)('a text refused with %s: %s', (code, next) => {
  expect(afterRefusal({ code })).toBe(next);
});
