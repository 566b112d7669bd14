import type { TFunction } from 'i18next';
import { untilClock } from '../../src-shared/text/until-clock.ts';
import { bytesText } from '../../src-shared/sentences/bytes-text.ts';
import { durationText } from '../../src-shared/sentences/duration-text.ts';
import { isolatedIn, type Direction } from '../../src-shared/text/isolate.ts';
import { languages, type Language } from '../../src-shared/translations/catalogue.ts';
import { useTranslation } from 'react-i18next';
import type { Settings } from '../../src-shared/bridge/app.ts';
import type { DayOrder } from './read-time.ts';

/** Times are epoch milliseconds; days and clocks are those of this computer's time zone. */
export type Format = ReturnType<typeof createFormat>;

export type FormatOptions = {
  t: TFunction;
  language: Language;
  /** Language tags of the system: those of the same language say how it writes dates. */
  systemTags?: readonly string[];
  /** Of the sentences in which a list of names stands. */
  direction?: Direction;
};

export function createFormat(made: FormatOptions) {
  const { t, language, systemTags = [], direction = 'ltr' } = made;
  const tag = systemTags.find((own) => own.toLowerCase().split('-')[0] === language) ?? language;
  const dates = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(tag, options);
  const clocks = (options: Intl.DateTimeFormatOptions) => clockOf(dates(options), language);
  // Of twelve hours the first nine are written as one digit: `7:30 AM`, `07:30`.
  const hour = dates({ hour: 'numeric' }).resolvedOptions().hour12 ? 'numeric' : '2-digit';
  const clock = clocks({ hour, minute: '2-digit' });
  const clockWithSeconds = clocks({ hour, minute: '2-digit', second: '2-digit' });
  const day = dates({ weekday: 'long', day: 'numeric', month: 'long' });
  const dayOfYear = dates({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  const shortDay = dates({ day: 'numeric', month: 'short' });
  const shortDayOfYear = dates({ day: 'numeric', month: 'short', year: 'numeric' });
  const weekdays = { long: dates({ weekday: 'long' }), short: dates({ weekday: 'short' }) };
  const month = dates({ month: 'long', year: 'numeric' });
  const numericDay = dates({ day: '2-digit', month: '2-digit', year: 'numeric' });
  const dayParts = numericDay.formatToParts();
  const dateTime = clocks({ dateStyle: 'full', timeStyle: 'medium' });
  const number = new Intl.NumberFormat(tag);
  const percent = new Intl.NumberFormat(tag, { style: 'percent' });
  const list = new Intl.ListFormat(tag, { type: 'conjunction' });
  const sameYear = (at: number, now: number) =>
    new Date(at).getFullYear() === new Date(now).getFullYear();
  const short = (at: number, now: number) =>
    (sameYear(at, now) ? shortDay : shortDayOfYear).format(at);
  const moment = (at: number, now: number) =>
    daysBetween(at, now) === 0 ? clock.format(at) : `${short(at, now)} ${clock.format(at)}`;
  const momentUntil = (at: number, now: number) => untilClock(moment(at, now), at, language);

  return {
    language,
    /** `14:05`, `2:05 PM`, `14.05` */
    clock: (at: number) => clock.format(at),
    /** `14:05:09`, as the clock is written */
    clockWithSeconds: (at: number) => clockWithSeconds.format(at),
    /** `Today`, `Yesterday`, `Monday, 3 March`, with the year if it is another one. */
    dayMark(at: number, now: number): string {
      const ago = daysBetween(at, now);
      if (ago === 0) return t('time.today');
      if (ago === 1) return t('time.yesterday');
      return (sameYear(at, now) ? day : dayOfYear).format(at);
    },
    /** For lists: the clock today, `Yesterday`, else the date in short. */
    brief(at: number, now: number): string {
      const ago = daysBetween(at, now);
      if (ago === 0) return clock.format(at);
      return ago === 1 ? t('time.yesterday') : short(at, now);
    },
    /** `Monday` and `Mon`; Sunday is 0. */
    weekday(place: number) {
      // The first of January 2023 was a Sunday.
      const at = new Date(2023, 0, 1 + place);
      return { long: weekdays.long.format(at), short: weekdays.short.format(at) };
    },
    /** Date and clock in full, for a tooltip. */
    dateTime: (at: number) => dateTime.format(at),
    /** `25.11.2026`, `11/25/2026`, as it is written into a field. */
    writtenDay: (at: number) => numericDay.format(at),
    /** `dd.mm.yyyy`, of a letter for each part. */
    dayPattern: (letters: Record<DayOrder[number], string>) =>
      dayParts
        .map(({ type, value }) => (isDayPart(type) ? letters[type].repeat(value.length) : value))
        .join(''),
    dayOrder: dayParts.map(({ type }) => type).filter(isDayPart) satisfies DayOrder,
    /** `October 2026` */
    month: (at: number) => month.format(at),
    /** `since 14:05`, with the date if that was not today. */
    since: (at: number, now: number) => t('time.since', { time: moment(at, now) }),
    /** `until 14:05`, with the date if that is not today. */
    until: (at: number, now: number) => t('time.until', { time: momentUntil(at, now) }),
    /** A moment as it stands before "until" in a sentence: `14:05`, `14.05’e`. */
    momentUntil,
    /** `14:05`, with the date if that is not today. */
    moment,
    /** `1,234` */
    count: (value: number) => number.format(value),
    /** `45%`, `%45`; never all of it before it is. */
    percent: (part: number, whole: number) =>
      percent.format(whole === 0 ? 1 : Math.floor((100 * part) / whole) / 100),
    /** `1.2 MB` */
    bytes: (value: number) => bytesText(value, tag),
    /** `Ali, Veli and Ayşe` */
    list: (items: readonly string[]) =>
      list.format(items.map((item) => isolatedIn(direction, item))),
    /** A name for a sentence that `t` does not make: it turns nothing around in it. */
    name: (name: string) => isolatedIn(direction, name),
    /** How long to wait, rounded up: `5 seconds`, `2 minutes`. */
    duration: (ms: number) => durationText(ms, language),
    /** The same for what runs down: `60 sec`, `2 min`. */
    timeLeft: (ms: number) => durationText(ms, language, 'short'),
  };
}

function isDayPart(type: string): type is DayOrder[number] {
  return type === 'day' || type === 'month' || type === 'year';
}

/** As it is written in Turkish, where the clock has a point: `07.30`. What Intl knows of the language has a colon. */
function clockOf(format: Intl.DateTimeFormat, language: Language): { format(at: number): string } {
  if (language !== 'tr') return format;
  const written = ({ type, value }: Intl.DateTimeFormatPart) =>
    type === 'literal' && value === ':' ? '.' : value;
  return { format: (at) => format.formatToParts(at).map(written).join('') };
}

/** How many midnights lie between the two, by this computer's calendar. */
export function daysBetween(at: number, now: number): number {
  const midnight = (time: number) => {
    const date = new Date(time);
    return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  };
  return Math.round((midnight(now) - midnight(at)) / 86_400_000);
}

/** Making one takes a millisecond, and every message asks for it. */
const madeFor = new WeakMap<object, Format>();

/** Formatters of the language that is shown now: the same object as long as that is. */
export function useFormat(): Format {
  const { i18n } = useTranslation();
  const language = resolveLanguage('system', [i18n.language]);
  // Each component gets an `i18n` of its own around the same services.
  const made = madeFor.get(i18n.services);
  if (made?.language === language) return made;
  const systemTags = navigator.languages;
  const format = createFormat({ t: i18n.t, language, systemTags, direction: i18n.dir() });
  madeFor.set(i18n.services, format);
  return format;
}

/** The chosen language, or the first of the system's that there is a catalogue for, or English. */
export function resolveLanguage(
  chosen: Settings['language'],
  ofSystem: readonly string[],
): Language {
  if (chosen !== 'system') return chosen;
  for (const tag of ofSystem) {
    const found = languages.find((language) => tag.toLowerCase().split('-')[0] === language);
    if (found) return found;
  }
  return 'en';
}
