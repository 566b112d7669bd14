import type { TFunction } from 'i18next';
import { durationText } from '../../src-shared/sentences/duration-text.ts';
import { languages, type Language } from '../../src-shared/translations/catalogue.ts';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Settings } from '../../src-shared/bridge/app.ts';

/** Times are epoch milliseconds; days and clocks are those of this computer's time zone. */
export type Format = ReturnType<typeof createFormat>;

export type FormatOptions = {
  t: TFunction;
  language: Language;
  /** Language tags of the system: those of the same language say how it writes dates. */
  systemTags?: readonly string[];
};

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

export function createFormat({ t, language, systemTags = [] }: FormatOptions) {
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
  const dateTime = clocks({ dateStyle: 'full', timeStyle: 'medium' });
  const number = new Intl.NumberFormat(tag);
  const list = new Intl.ListFormat(tag, { type: 'conjunction' });
  const sameYear = (at: number, now: number) =>
    new Date(at).getFullYear() === new Date(now).getFullYear();
  const short = (at: number, now: number) =>
    (sameYear(at, now) ? shortDay : shortDayOfYear).format(at);
  const moment = (at: number, now: number) =>
    daysBetween(at, now) === 0 ? clock.format(at) : `${short(at, now)} ${clock.format(at)}`;

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
    /** Date and clock in full, for a tooltip. */
    dateTime: (at: number) => dateTime.format(at),
    /** `since 14:05`, with the date if that was not today. */
    since: (at: number, now: number) => t('time.since', { time: moment(at, now) }),
    /** `14:05`, with the date if that is not today. */
    moment,
    /** `1,234` */
    count: (value: number) => number.format(value),
    /** `1.2 MB` */
    bytes(value: number): string {
      const power = Math.min(byteUnits.length - 1, Math.floor(Math.log10(Math.max(value, 1)) / 3));
      return new Intl.NumberFormat(tag, {
        style: 'unit',
        unit: byteUnits[power] ?? 'byte',
        // Shortened, one of them and many look alike: "0 byte".
        unitDisplay: power === 0 ? 'long' : 'short',
        maximumFractionDigits: power === 0 ? 0 : 1,
      }).format(value / 1000 ** power);
    },
    /** `Ali, Veli and Ayşe` */
    list: (items: readonly string[]) => list.format(items),
    /** How long to wait, rounded up: `5 seconds`, `2 minutes`. */
    duration: (ms: number) => durationText(ms, language),
  };
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

/** Formatters of the language that is shown now. */
export function useFormat(): Format {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  return useMemo(
    () =>
      createFormat({
        t,
        language: resolveLanguage('system', [language]),
        systemTags: navigator.languages,
      }),
    [t, language],
  );
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
