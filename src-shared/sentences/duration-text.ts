import type { Language } from '../translations/catalogue.ts';

const units = [
  { unit: 'second', ms: 1000, most: 90 },
  { unit: 'minute', ms: 60_000, most: 90 },
  { unit: 'hour', ms: 3_600_000, most: 48 },
  { unit: 'day', ms: 86_400_000, most: Infinity },
] as const;

/** Seconds up to a minute and a half, then minutes, hours, days; a wait is never said shorter than it is. */
export function durationText(
  ms: number,
  language: Language,
  unitDisplay: 'long' | 'short' = 'long',
): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  const wait = 1000 * seconds;
  const { unit, ms: unitMs } = units.find((one) => wait <= one.most * one.ms) ?? units[3];
  const words = new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay });
  return words.format(Math.ceil(wait / unitMs));
}
