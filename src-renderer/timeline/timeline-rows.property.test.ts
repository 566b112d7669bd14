import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { MessageEntry } from '../../src-shared/protocol/entries.ts';
import type { Cid } from '../../src-shared/protocol/ids.ts';
import { ali, message, now, outboxItem, self, veli } from '../bridge/testing/sample-room.ts';
import { windowOfRun } from './entry-window.ts';
import { steadyRows, timelineRows, type Row, type RowsSource } from './timeline-rows.ts';

const minute = 60_000;

function sourceOf(entries: readonly MessageEntry[], more: Partial<RowsSource> = {}): RowsSource {
  const rest = { outbox: [], self, unreadAfter: undefined, hasOlder: false, hasNewer: false };
  return { held: windowOfRun(entries), ...rest, ...more };
}

/** What may happen to a window; `at` chooses a message. */
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      is: fc.constant('appended' as const),
      from: fc.constantFrom(ali, veli, self),
      pauseMs: fc.constantFrom(10, 3 * minute, 9 * minute, 24 * 60 * minute),
      reply: fc.constantFrom(undefined, 1, 2),
    }),
  },
  fc.record({
    is: fc.constantFrom('changed', 'marked', 'pending', 'quoted', 'unread', 'cut', 'older'),
    at: fc.nat(40),
  }),
);

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;
type Known = { entries: readonly MessageEntry[]; more: Partial<RowsSource> };

function taken({ entries, more }: Known, one: Step): Known {
  const last = entries.at(-1);
  if (one.is === 'appended') {
    const seq = (last?.seq ?? 0) + 1;
    const said = message(seq, { from: one.from, at: (last?.at ?? now) + one.pauseMs });
    const cid = `own-${String(seq).padStart(12, '0')}` as Cid;
    const { reply } = one;
    const next = { ...said, ...(one.from === self && { cid }), ...(reply && { reply }) };
    return { entries: [...entries, next], more };
  }
  const seq = entries[one.at % Math.max(1, entries.length)]?.seq ?? 1;
  const edit = outboxItem('c-edit', { said: { type: 'edit-message', target: seq, text: 'x' } });
  switch (one.is) {
    case 'changed':
      return {
        entries: entries.map((each) => (each.seq === seq ? { ...each, text: 'changed' } : each)),
        more,
      };
    case 'marked':
      return { entries, more: { ...more, marks: new Map(more.marks).set(seq, { seq }) } };
    case 'pending':
      return { entries, more: { ...more, outbox: more.outbox?.length ? [] : [edit] } };
    case 'quoted': {
      const quotes = new Map(more.quotes).set(1, { seq: 1, from: ali, text: 'tea' });
      return { entries, more: { ...more, quotes } };
    }
    case 'unread':
      return { entries, more: { ...more, unreadAfter: seq } };
    case 'cut':
      return { entries: entries.slice(one.at % 5), more: { ...more, hasOlder: true } };
    case 'older':
      return { entries, more: { ...more, hasOlder: more.hasOlder !== true } };
  }
}

it('rows are as if all were made anew, whatever has happened to those of before', () => {
  const property = (steps: Step[]) => {
    let known: Known = { entries: [], more: {} };
    let rows: readonly Row[] = [];
    for (const one of steps) {
      known = taken(known, one);
      const source = sourceOf(known.entries, known.more);
      const anew = timelineRows(source);
      const were = structuredClone(rows);
      const made = timelineRows(source, rows);
      expect(made).toEqual(anew);
      // What is shown is changed by nobody.
      expect(rows).toEqual(were);
      rows = steadyRows(rows, made);
    }
  };
  fc.assert(fc.property(fc.array(step, { minLength: 5, maxLength: 60 }), property));
});

it('of the rows that say the same none is made anew when more comes below and the oldest leave', () => {
  const entries = [1, 2, 3, 4].map((seq) => message(seq, { from: ali, at: now + seq }));
  const before = timelineRows(sourceOf(entries));
  const next = [...entries.slice(1), message(5, { from: ali, at: now + 5 })];
  const rows = timelineRows(sourceOf(next, { hasOlder: true }), before);
  expect(rows.map(({ key }) => key)).toEqual(['seq:3', 'seq:4', 'seq:5']);
  expect(rows[0]).toBe(before.find(({ key }) => key === 'seq:3'));
  // It was the last of what its writer said.
  expect(rows[1]).not.toBe(before.find(({ key }) => key === 'seq:4'));
});
