import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  attentionAt,
  attentionLevels,
  countAsked,
  isNotified,
  isQuietAt,
  minutesOfDay,
  muteEnd,
  type Attention,
} from './attention.ts';

const now = new Date(2026, 5, 17, 14, 5).getTime();
const hourMs = 3_600_000;

test.each<{ chosen: Attention; count: number; told: boolean[] }>([
  { chosen: { level: 'all' }, count: 7, told: [true, true] },
  { chosen: { level: 'mentions' }, count: 2, told: [true, false] },
  { chosen: { level: 'nothing' }, count: 0, told: [false, false] },
  { chosen: { level: 'all', muted: {} }, count: 2, told: [false, false] },
  { chosen: { level: 'mentions', muted: {} }, count: 2, told: [false, false] },
  { chosen: { level: 'nothing', muted: {} }, count: 0, told: [false, false] },
])(
  'of 7 with 2 mentions $chosen counts $count, and notifies as asked',
  ({ chosen, count, told }) => {
    expect(countAsked({ unread: 7, mentions: 2 }, chosen)).toBe(count);
    expect([isNotified(chosen, true), isNotified(chosen, false)]).toEqual(told);
  },
);

const attention = fc.record({
  level: fc.constantFrom(...attentionLevels),
  muted: fc.option(fc.record({ until: fc.option(fc.nat(1000), { nil: undefined }) }), {
    nil: undefined,
  }),
});
const counts = fc
  .tuple(fc.nat(50), fc.nat(50))
  .map(([one, other]) => ({ unread: Math.max(one, other), mentions: Math.min(one, other) }));

test('what is counted never exceeds what is unread, and a mute never adds to it', () => {
  fc.assert(
    fc.property(attention, counts, fc.nat(1000), (chosen, held, at) => {
      const count = countAsked(held, attentionAt(chosen, at));
      expect(count).toBeLessThanOrEqual(held.unread);
      expect(count).toBeGreaterThanOrEqual(0);
      expect(countAsked(held, chosen)).toBeLessThanOrEqual(count);
    }),
  );
});

test('what notifies without meaning anybody notifies all the more if it does', () => {
  fc.assert(
    fc.property(attention, (chosen) => {
      if (isNotified(chosen, false)) expect(isNotified(chosen, true)).toBe(true);
    }),
  );
});

describe('a mute', () => {
  it('ends by itself at its time, and not before', () => {
    const chosen: Attention = { level: 'mentions', muted: { until: now } };
    expect(attentionAt(chosen, now - 1)).toEqual(chosen);
    expect(attentionAt(chosen, now)).toEqual({ level: 'mentions' });
    expect(attentionAt({ level: 'all', muted: {} }, now)).toEqual({ level: 'all', muted: {} });
  });

  it('lasts an hour, eight hours, or until it is turned on again', () => {
    expect(muteEnd('hour', now)).toBe(now + hourMs);
    expect(muteEnd('hours', now)).toBe(now + 8 * hourMs);
    expect(muteEnd('ever', now)).toBeUndefined();
  });

  test.each([
    ['in the afternoon', new Date(2026, 5, 17, 14, 5), new Date(2026, 5, 18, 8)],
    ['in the morning', new Date(2026, 5, 17, 7, 59), new Date(2026, 5, 18, 8)],
    [
      'at night, for the morning that comes',
      new Date(2026, 5, 18, 1, 30),
      new Date(2026, 5, 18, 8),
    ],
    ['at the end of a month', new Date(2026, 11, 31, 23), new Date(2027, 0, 1, 8)],
  ])('until tomorrow morning is eight o’clock: %s', (_, from, to) => {
    expect(muteEnd('morning', from.getTime())).toBe(to.getTime());
  });
});

describe('quiet hours', () => {
  const everyDay = '0123456';
  const night = { isOn: true, from: 22 * 60, to: 7 * 60, days: everyDay };
  const at = (day: number, hour: number, minute = 0) =>
    new Date(2026, 5, day, hour, minute).getTime();

  test.each([
    ['before they begin', at(17, 21, 59), false],
    ['as they begin', at(17, 22), true],
    ['at midnight', at(18, 0), true],
    ['in their last minute', at(18, 6, 59), true],
    ['as they end', at(18, 7), false],
  ])('over midnight: %s', (_, time, isQuiet) => {
    expect(isQuietAt(night, time)).toBe(isQuiet);
    expect(isQuietAt({ ...night, isOn: false }, time)).toBe(false);
  });

  it('belong to the day on which they begin', () => {
    // The 17th of June 2026 is a Wednesday.
    const wednesday = { ...night, days: '3' };
    expect(isQuietAt(wednesday, at(17, 23))).toBe(true);
    expect(isQuietAt(wednesday, at(18, 3))).toBe(true);
    expect(isQuietAt(wednesday, at(17, 3))).toBe(false);
    expect(isQuietAt(wednesday, at(18, 23))).toBe(false);
    expect(isQuietAt({ ...night, days: '' }, at(17, 23))).toBe(false);
  });

  it('of one day end on it, and last all day if they end as they begin', () => {
    const lunch = { ...night, from: 12 * 60, to: 13 * 60 };
    expect([at(17, 11, 59), at(17, 12), at(17, 13)].map((time) => isQuietAt(lunch, time))).toEqual([
      false,
      true,
      false,
    ]);
    expect(isQuietAt({ ...night, to: night.from, days: '3' }, at(18, 3))).toBe(true);
  });

  it('and the rest of the day are never quiet together', () => {
    const minute = fc.nat(minutesOfDay - 1);
    fc.assert(
      fc.property(minute, minute, fc.nat(minutesOfDay * 7), (from, to, after) => {
        fc.pre(from !== to);
        const time = at(1, 0, after);
        const hours = { isOn: true, from, to, days: everyDay };
        expect(isQuietAt(hours, time)).not.toBe(isQuietAt({ ...hours, from: to, to: from }, time));
      }),
    );
  });
});
