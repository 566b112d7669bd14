import { expect, test } from 'vitest';
import { keptTimes } from './thin-out.ts';

const noon = (year: number, month: number, day: number) =>
  new Date(year, month - 1, day, 12).getTime();

/** So many days in a row, the last one first. */
function lastDays(count: number): number[] {
  return Array.from({ length: count }, (_, index) => noon(2026, 11, 23 - index));
}

test('of each of the last 7 days, 4 weeks and 12 months the newest stays', () => {
  const days = lastDays(500);
  const kept = keptTimes(days.toReversed());
  expect([...kept].sort((a, b) => b - a).map((at) => days.indexOf(at))).toEqual([
    // A Monday, and the six days before it; two Sundays more; the last days of eleven months.
    0, 1, 2, 3, 4, 5, 6, 8, 15, 23, 54, 84, 115, 146, 176, 207, 237, 268, 296, 327,
  ]);
});

test('of one day the last one stays, and none is missed because days have none', () => {
  const morning = noon(2026, 11, 23) - 3_600_000;
  expect(keptTimes([morning, noon(2026, 11, 23)])).toEqual(new Set([noon(2026, 11, 23)]));
  const seldom = [2020, 2021, 2022, 2023].map((year) => noon(year, 1, 1));
  expect(keptTimes(seldom)).toEqual(new Set(seldom));
  expect(keptTimes([])).toEqual(new Set());
});
