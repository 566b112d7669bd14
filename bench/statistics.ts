/** The value below which the given share (0 to 1) of the samples lies; NaN if there are none. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** p50 and p99, in the unit of the samples, to three digits. */
export function spread(samples: readonly number[]): { p50: number; p99: number } {
  return { p50: round(percentile(samples, 0.5)), p99: round(percentile(samples, 0.99)) };
}

export function round(value: number): number {
  return Number(value.toPrecision(3));
}
