import { describe, expect, it } from 'vitest';
import { momentOf, partsOf, readClock, readDay, type DayOrder } from './read-time.ts';

const turkish: DayOrder = ['day', 'month', 'year'];
const american: DayOrder = ['month', 'day', 'year'];

describe('a day that is typed', () => {
  it('is read in the order of the language, and as 2026-11-25 in every one', () => {
    for (const typed of ['25.11.2026', '25/11/2026', ' 25 11 2026 ', '2026-11-25'])
      expect(readDay(typed, turkish, false)).toBe('2026-11-25');
    expect(readDay('3/4/2026', american, false)).toBe('2026-03-04');
    expect(readDay('3.4.2026', turkish, false)).toBe('2026-04-03');
  });

  it('may have a short year once it is typed to the end', () => {
    expect(readDay('25.11.26', turkish, false)).toBeUndefined();
    expect(readDay('25.11.26', turkish, true)).toBe('2026-11-25');
  });

  it('is none if there is no such day, or something else stands there', () => {
    for (const typed of ['', '31.02.2026', '25.13.2026', '25.11', 'yesterday', '1.1.226'])
      expect(readDay(typed, turkish, true)).toBeUndefined();
  });
});

describe('a time of day that is typed', () => {
  it('is read as any of the languages writes it', () => {
    for (const typed of ['14.05', '14:05', '1405', '2:05 PM', '2:05\u202fpm', '2.05 p.m.'])
      expect(readClock(typed)).toBe('14:05');
    expect([readClock('9'), readClock('905'), readClock('12 am'), readClock('12pm')]).toEqual([
      '09:00',
      '09:05',
      '00:00',
      '12:00',
    ]);
  });

  it('is none if there is no such time, or something else stands there', () => {
    for (const typed of ['', '24:00', '9:60', '13 pm', '0 am', 'noon', '9:5'])
      expect(readClock(typed)).toBeUndefined();
  });
});

it('a moment is its day and its time of day', () => {
  const at = new Date(2026, 2, 4, 9, 5).getTime();
  expect(partsOf(at)).toEqual({ day: '2026-03-04', clock: '09:05' });
  expect(momentOf('2026-03-04', '09:05')).toBe(at);
});
