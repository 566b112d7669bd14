import fc from 'fast-check';
import { expect, it } from 'vitest';
import { limits } from '../protocol/limits.ts';
import { checkStatus, standingStatus, statusLine, tidyStatus } from './status-text.ts';

const now = 1_750_000_000_000;

it('an emoji, words and an end are kept as they are', () => {
  const status = { emoji: '📚', text: 'in class', until: now + 1 };
  expect(checkStatus(status, now)).toEqual({ ok: true, status });
  expect(checkStatus({ emoji: '👩‍🏫' }, now)).toEqual({ ok: true, status: { emoji: '👩‍🏫' } });
  expect(statusLine(status)).toBe('📚 in class');
});

it('of nothing but blanks, and of an end alone, nothing is left', () => {
  expect(checkStatus({ text: ' \n ', until: now + 1 }, now)).toEqual({ ok: true });
  expect(checkStatus({ emoji: '' }, now)).toEqual({ ok: true });
});

it.each([
  [{ emoji: 'ab' }, { code: 'not-an-emoji' }],
  [{ emoji: '📚📚' }, { code: 'not-an-emoji' }],
  [{ text: 'x'.repeat(81) }, { code: 'status-too-long', limit: 80 }],
  [{ text: 'x', until: now }, { code: 'not-in-time' }],
  [{ text: 'x', until: now + limits.statusMs + 1 }, { code: 'not-in-time' }],
])('%j is refused', (status, refusal) => {
  expect(checkStatus(status, now)).toEqual({ ok: false, refusal });
});

it('characters count and not their bytes', () => {
  expect(checkStatus({ text: '📚'.repeat(80) }, now)).toMatchObject({ ok: true });
});

it('nobody else’s letters are turned around by it, and it stays on its line', () => {
  const text = 'ders\u202ete\n15.00\u2066\u200b';
  expect(checkStatus({ text }, now)).toEqual({ ok: true, status: { text: 'derste 15.00' } });
  expect(tidyStatus({ text })).toEqual({ text: 'derste 15.00' });
});

it('what a room tells is shown within the same bounds, whatever it says', () => {
  const status = fc.record(
    { emoji: fc.string({ unit: 'binary' }), text: fc.string({ unit: 'binary', maxLength: 200 }) },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(status, (told) => {
      const shown = tidyStatus(told);
      if (shown) expect(checkStatus(shown, now)).toEqual({ ok: true, status: shown });
    }),
    { seed: 7 },
  );
});

it('is over at its end, and one without an end is not', () => {
  const status = { text: 'x', until: now };
  expect(standingStatus(status, now - 1)).toBe(status);
  expect(standingStatus(status, now)).toBeUndefined();
  expect(standingStatus({ text: 'x' }, now)).toEqual({ text: 'x' });
});
