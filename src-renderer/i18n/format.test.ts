import { describe, expect, it } from 'vitest';
import { createFormat, daysBetween, resolveLanguage } from './format.ts';
import { createI18n } from './create-i18n.ts';

const at = (day: number, hour: number, minute: number) =>
  new Date(2026, 2, day, hour, minute, 9).getTime();
const now = at(12, 18, 0);
const en = createFormat({ t: createI18n('en').t, language: 'en', systemTags: ['tr', 'en-GB'] });
const tr = createFormat({ t: createI18n('tr').t, language: 'tr', systemTags: ['en-US'] });

describe('format', () => {
  it('says the clock as the language of the system does', () => {
    expect(en.clock(at(12, 14, 5))).toBe('14:05');
    expect(en.clock(at(12, 7, 30))).toBe('07:30');
    const us = createFormat({ t: createI18n('en').t, language: 'en', systemTags: ['en-US'] });
    expect(us.clock(at(12, 7, 30)).replace(/\s/u, ' ')).toBe('7:30 AM');
    expect(tr.clock(at(12, 7, 30))).toBe('07.30');
    expect(tr.clockWithSeconds(at(12, 14, 5))).toBe('14.05.09');
    expect(tr.dateTime(at(12, 14, 5))).toContain('14.05.09');
  });

  it('writes a day into a field as the language of the system does', () => {
    const letters = { day: 'g', month: 'a', year: 'y' };
    expect([tr.writtenDay(now), tr.dayPattern(letters)]).toEqual(['12.03.2026', 'gg.aa.yyyy']);
    expect([en.writtenDay(now), en.dayPattern(letters)]).toEqual(['12/03/2026', 'gg/aa/yyyy']);
    expect(en.dayOrder).toEqual(['day', 'month', 'year']);
    const us = createFormat({ t: createI18n('en').t, language: 'en', systemTags: ['en-US'] });
    expect(us.dayOrder).toEqual(['month', 'day', 'year']);
  });

  it('marks days by their distance from today', () => {
    expect(en.dayMark(at(12, 0, 1), now)).toBe('Today');
    expect(en.dayMark(at(11, 23, 59), now)).toBe('Yesterday');
    expect(en.dayMark(at(3, 12, 0), now)).toBe('Tuesday 3 March');
    expect(tr.dayMark(at(11, 12, 0), now)).toBe('Dün');
    expect(tr.dayMark(at(3, 12, 0), now)).toBe('3 Mart Salı');
    expect(tr.dayMark(new Date(2025, 2, 3).getTime(), now)).toContain('2025');
  });

  it('says since when, with the date where it was not today', () => {
    expect(en.since(at(12, 14, 5), now)).toBe('since 14:05');
    expect(en.since(at(3, 14, 5), now)).toBe('since 3 Mar 14:05');
    expect(tr.since(at(12, 14, 5), now)).toBe('14.05 saatinden beri');
  });

  it('says until when, in Turkish with the ending that the number wants', () => {
    expect(en.until(at(12, 19, 5), now)).toBe('until 19:05');
    expect(en.until(at(13, 9, 0), now)).toBe('until 13 Mar 09:00');
    const times = [
      [19, 5],
      [15, 0],
      [20, 0],
      [19, 30],
      [19, 26],
      [19, 27],
      [0, 0],
      [19, 10],
    ] as const;
    expect(times.map(([hour, minute]) => tr.until(at(12, hour, minute), now))).toEqual([
      '19.05’e kadar',
      '15.00’e kadar',
      '20.00’ye kadar',
      '19.30’a kadar',
      '19.26’ya kadar',
      '19.27’ye kadar',
      '00.00’a kadar',
      '19.10’a kadar',
    ]);
    expect(en.momentUntil(at(13, 8, 0), now)).toBe('13 Mar 08:00');
    expect(tr.momentUntil(at(13, 8, 0), now)).toBe('13 Mar 08.00’e');
  });

  it('says what runs down in short', () => {
    expect([en.timeLeft(120_000), en.timeLeft(60_000)]).toEqual(['2 min', '60 sec']);
    expect([tr.timeLeft(120_000), tr.timeLeft(60_000)]).toEqual(['2 dk.', '60 sn.']);
  });

  it('says sizes, counts and lists in the language', () => {
    expect(en.bytes(0)).toBe('0 bytes');
    expect(en.bytes(1_250_000)).toBe('1.3 MB');
    expect(tr.bytes(1_250_000)).toBe('1,3 MB');
    expect(en.count(12_345)).toBe('12,345');
    expect(tr.list(['Ali', 'Veli', 'Ayşe'])).toBe('Ali, Veli ve Ayşe');
  });

  it('never says a wait shorter than it is', () => {
    expect(en.duration(1)).toBe('1 second');
    expect(en.duration(4001)).toBe('5 seconds');
    expect(en.duration(91_000)).toBe('2 minutes');
    expect(tr.duration(4001)).toBe('5 saniye');
  });

  it('counts days by the calendar, not by hours', () => {
    expect(daysBetween(at(11, 23, 59), at(12, 0, 1))).toBe(1);
    expect(daysBetween(at(12, 0, 1), at(12, 23, 59))).toBe(0);
  });
});

describe('resolveLanguage', () => {
  it('takes the first of the system that there is a catalogue for', () => {
    expect(resolveLanguage('system', ['de-DE', 'tr-TR', 'en'])).toBe('tr');
    expect(resolveLanguage('system', ['de-DE'])).toBe('en');
    expect(resolveLanguage('en', ['tr'])).toBe('en');
  });
});
