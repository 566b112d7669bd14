import { expect, it } from 'vitest';
import { percentile, round, spread } from './statistics.ts';

it('finds the sample below which a share of all lies, in whatever order they come', () => {
  const samples = Array.from({ length: 100 }, (_, i) => 100 - i);
  expect(percentile(samples, 0.5)).toBe(51);
  expect(percentile(samples, 0.99)).toBe(100);
  expect(spread(samples)).toEqual({ p50: 51, p99: 100 });
});

it('rounds to three digits', () => {
  expect([round(0.123456), round(1_234_567)]).toEqual([0.123, 1_230_000]);
});

it('says NaN of no samples, not zero', () => {
  expect(percentile([], 0.5)).toBeNaN();
});
