import type { Language } from '../translations/catalogue.ts';

/** What Turkish puts behind a number to say "to", by how it is read: `15.00’e`, `14.30’a`, `17.27’ye`. */
const endings: Readonly<Record<number, string>> = {
  0: 'a',
  1: 'e',
  2: 'ye',
  3: 'e',
  4: 'e',
  5: 'e',
  6: 'ya',
  7: 'ye',
  8: 'e',
  9: 'a',
  10: 'a',
  20: 'ye',
  30: 'a',
  40: 'a',
  50: 'ye',
};

/** A clock's time as it stands before "until", in the language that is written. */
export function untilClock(time: string, at: number, language: Language): string {
  if (language !== 'tr') return time;
  const date = new Date(at);
  const read = date.getMinutes() === 0 ? date.getHours() : date.getMinutes();
  // Of 47 one hears the 7 last, of 40 the 40.
  const last = read % 10 === 0 ? read : read % 10;
  return `${time}’${endings[last] ?? 'e'}`;
}
