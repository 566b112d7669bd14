import type { Language } from '../translations/catalogue.ts';

/** Seconds up to a minute and a half, then minutes; a wait is never said shorter than it is. */
export function durationText(ms: number, language: Language): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  const isShort = seconds <= 90;
  const unit = isShort ? 'second' : 'minute';
  const words = new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' });
  return words.format(isShort ? seconds : Math.ceil(seconds / 60));
}
