/** In which order a language writes the parts of a day. */
export type DayOrder = readonly ('day' | 'month' | 'year')[];

const writtenDay = /^(\d{1,4})[\s./-]+(\d{1,2})[\s./-]+(\d{1,4})\.?$/;
const writtenClock = /^(\d{1,2})(?:[:.\s]?(\d{2}))?(?:\s*([ap])\.?m\.?)?$/i;

/** `25.11.2026`, `11/25/2026` as `2026-11-25`, which is read everywhere; a year of two digits only where typing `isDone`. */
export function readDay(typed: string, order: DayOrder, isDone: boolean): string | undefined {
  const parts = writtenDay.exec(typed.trim())?.slice(1) ?? [];
  const isIso = parts[0]?.length === 4;
  const part = (name: DayOrder[number]) => parts[(isIso ? isoOrder : order).indexOf(name)] ?? '';
  const written = part('year');
  const isShort = isDone && written.length === 2;
  if (written.length !== 4 && !isShort) return undefined;
  const [year, month, date] = [
    Number(written) + (isShort ? 2000 : 0),
    Number(part('month')),
    Number(part('day')),
  ];
  const at = new Date(year, month - 1, date);
  const isReal = at.getFullYear() === year && at.getMonth() === month - 1 && at.getDate() === date;
  return isReal ? [year, two(month), two(date)].join('-') : undefined;
}

const isoOrder: DayOrder = ['year', 'month', 'day'];

/** `14.05`, `14:05`, `1405`, `2:05 PM`, `2 pm` as `14:05`. */
export function readClock(typed: string): string | undefined {
  const [, hour, minute = '00', half] = writtenClock.exec(typed.trim()) ?? [];
  if (hour === undefined) return undefined;
  const said = Number(hour);
  if (half !== undefined && (said < 1 || said > 12)) return undefined;
  const hours = half === undefined ? said : (said % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  return hours < 24 && Number(minute) < 60 ? `${two(hours)}:${minute}` : undefined;
}

/** The moment of a day and a time of day by this computer's clock, as fields have them. */
export function momentOf(day: string, clock: string): number {
  return new Date(`${day}T${clock}`).getTime();
}

/** The day and the time of day of a moment, as fields have them. */
export function partsOf(at: number): { day: string; clock: string } {
  const date = new Date(at);
  const [year, month, ofMonth] = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  return {
    day: [year, two(month), two(ofMonth)].join('-'),
    clock: `${two(date.getHours())}:${two(date.getMinutes())}`,
  };
}

const two = (part: number) => String(part).padStart(2, '0');
