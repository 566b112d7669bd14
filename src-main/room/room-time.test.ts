import { expect, it } from 'vitest';
import { RoomTime } from './room-time.ts';

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;
const start = 1_750_000_000_000;

/** A room whose clock and running time the test moves. */
function running(stored: ConstructorParameters<typeof RoomTime>[0]) {
  const time = new RoomTime(stored);
  const now = { wallMs: start, monotonicMs: 5 };
  const pass = (ms: number, { clock = ms } = {}) => {
    now.monotonicMs += ms;
    now.wallMs += clock;
    return time.now(now) - start;
  };
  time.now(now);
  return { time, now, pass };
}

it('goes with the clock while the room runs', () => {
  const { pass } = running({ head: 0 });
  expect(pass(hourMs)).toBe(hourMs);
  expect(pass(dayMs)).toBe(hourMs + dayMs);
});

it('a clock that is wrong by a year for an hour makes nothing older than a day', () => {
  const { pass } = running({ head: 0 });
  expect(pass(1000, { clock: 365 * dayMs })).toBe(24 * 1000);
  expect(pass(hourMs - 1000)).toBe(dayMs);
  // It is set right: nothing goes back, and goes on when the clock has come so far.
  expect(pass(1000, { clock: 1000 - 365 * dayMs })).toBe(dayMs);
  expect(pass(dayMs)).toBe(dayMs + hourMs);
});

it('a clock that is set back holds it, and takes it along again', () => {
  const { pass } = running({ head: 0 });
  expect(pass(hourMs)).toBe(hourMs);
  expect(pass(hourMs, { clock: -dayMs })).toBe(hourMs);
  expect(pass(hourMs, { clock: dayMs + 2 * hourMs })).toBe(3 * hourMs);
});

it('what the computer was off for is made up for little by little', () => {
  const noted = { id: 7, time: start - 20 * dayMs, now: start - 20 * dayMs };
  const { pass } = running({ head: 7, noted, newestAt: start - 20 * dayMs });
  expect(pass(hourMs)).toBe(-19 * dayMs);
  expect(pass(dayMs)).toBe(hourMs + dayMs);
});

it('is noted once an hour, if anything was stored since, and at the start what a run before did not note', () => {
  const { time, now, pass } = running({ head: 0 });
  expect(time.toNote(1, now)).toBeUndefined();
  pass(hourMs);
  expect(time.toNote(0, now)).toBeUndefined();
  const noted = time.toNote(3, now);
  expect(noted).toEqual({ time: start + hourMs, now: start + hourMs });
  time.noted({ id: 4, time: start + hourMs, now: start + hourMs });
  pass(2 * hourMs);
  expect(time.toNote(4, now)).toBeUndefined();
  const left = new RoomTime({ head: 9, newestAt: start - dayMs });
  expect(left.toNote(9, now)).toEqual({ time: start - dayMs, now: start - dayMs });
});

it('while it is behind the clock what is stored is noted by the clock: nothing is taken for older than it is', () => {
  const noted = { id: 7, time: start - 20 * dayMs, now: start - 20 * dayMs };
  const { time, now, pass } = running({ head: 7, noted, newestAt: start - 20 * dayMs });
  pass(hourMs);
  expect(time.toNote(8, now)).toEqual({ time: start + hourMs, now: start - 19 * dayMs });
});
