import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import type { Cid } from '../../src-shared/protocol/ids.ts';
import {
  ali,
  joined,
  left,
  message,
  now,
  outboxItem,
  reacted,
  self,
  veli,
} from '../bridge/testing/sample-room.ts';
import { windowOfRun } from './entry-window.ts';
import { steadyRows, timelineRows, type RowsSource } from './timeline-rows.ts';

const minute = 60_000;

function rowsOf(entries: Entry[], more: Partial<RowsSource> = {}) {
  const source = { outbox: [], self, unreadAfter: undefined, hasOlder: false, hasNewer: false };
  const rows = timelineRows({ held: windowOfRun(entries), ...source, ...more });
  return rows.filter((row) => row.body.is !== 'beginning');
}

const groupStarts = (entries: Entry[], more: Partial<RowsSource> = {}) =>
  rowsOf(entries, more).map((row) => 'startsGroup' in row.body && row.body.startsGroup);

describe('timeline rows', () => {
  it('marks each day once', () => {
    const tomorrow = now + 24 * 60 * minute;
    const rows = rowsOf([
      message(1),
      message(2),
      message(3, { at: tomorrow }),
      message(4, { at: tomorrow }),
    ]);
    expect(rows.map((row) => row.day !== undefined)).toEqual([true, false, true, false]);
  });

  it('groups what one sender writes within five minutes', () => {
    const entries = [
      message(1, { at: now }),
      message(2, { at: now + 4 * minute }),
      message(3, { at: now + 10 * minute }),
      message(4, { at: now + 11 * minute, from: veli }),
      message(5, { at: now + 12 * minute, from: veli }),
    ];
    expect(groupStarts(entries)).toEqual([true, false, true, true, false]);
    const ends = rowsOf(entries).map((row) => 'endsGroup' in row.body && row.body.endsGroup);
    expect(ends).toEqual([false, true, true, false, true]);
  });

  it('one’s own run goes on in what waits, and only where it goes on is drawn anew', () => {
    const entries = [1, 2].map((seq) => message(seq, { from: self, at: now }));
    const source = {
      held: windowOfRun(entries),
      self,
      unreadAfter: undefined,
      hasOlder: false,
      hasNewer: false,
    };
    const before = timelineRows({ ...source, outbox: [] });
    const outbox = [outboxItem('cid-3', { createdAt: now })];
    const after = steadyRows(before, timelineRows({ ...source, outbox }));
    expect(after.map(({ body }) => 'endsGroup' in body && body.endsGroup)).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(after.map((row, place) => row === before[place])).toEqual([true, true, false, false]);
  });

  it('a join between two messages, or the unread line, begins a new group', () => {
    expect(groupStarts([message(1), joined(2, [veli, 'Veli']), message(3)])).toEqual([
      true,
      false,
      true,
    ]);
    expect(groupStarts([message(1), message(2)], { unreadAfter: 1 })).toEqual([true, true]);
  });

  it('R0.3 R0.10 R1.5 condenses who came and went between two messages', () => {
    const rows = rowsOf([
      message(1),
      joined(2, [ali, 'Ali']),
      joined(3, [veli, 'Veli']),
      left(4, ali, { reason: 'lost' }),
      message(5),
    ]);
    expect(rows.map((row) => row.body.is)).toEqual(['message', 'presence', 'message']);
    const [, presence] = rows;
    expect(presence?.body.is === 'presence' && presence.body.entries).toHaveLength(3);
  });

  it('cuts a long run of joins, so that a window of nothing else has rows too', () => {
    const joins = Array.from({ length: 160 }, (_, i) => joined(i + 1, [veli, 'Veli']));
    expect(rowsOf(joins).map((row) => row.key)).toEqual(['seq:1', 'seq:50', 'seq:100', 'seq:150']);
    const part = rowsOf(joins.slice(30), { hasOlder: true });
    expect(part.map((row) => row.key)).toEqual(['seq:50', 'seq:100', 'seq:150']);
  });

  it('what waits follows what was said, and not where newer messages are not shown', () => {
    const outbox = [outboxItem('one'), outboxItem('two')];
    const kinds = (more: Partial<RowsSource>) =>
      rowsOf([message(1)], { outbox, ...more }).map((row) => row.body.is);
    expect(kinds({})).toEqual(['message', 'waiting', 'waiting']);
    const said = { type: 'send-later', message: 'of-it' as Cid, text: 'then', at: now } as const;
    const later = outboxItem('later', { said });
    expect(kinds({ outbox: [later] })).toEqual(['message']);
    const state = { is: 'failed', refusal: { code: 'not-in-time' } } as const;
    expect(kinds({ outbox: [{ ...later, state }] })).toEqual(['message', 'waiting']);
    expect(kinds({ hasNewer: true })).toEqual(['message']);
  });

  it('no unread line where the first unread message is not in the window', () => {
    const rows = rowsOf([message(50), message(51)], { unreadAfter: 10 });
    expect(rows.some((row) => row.startsUnread)).toBe(false);
  });

  it('the line of the unread stands before one’s own only if nobody else wrote since', () => {
    const own = [1, 2, 3].map((seq) => message(seq, { from: self, at: now }));
    const startOf = (entries: Entry[], more: Partial<RowsSource> = {}) =>
      rowsOf(entries, { unreadAfter: 1, ...more }).find((row) => row.startsUnread)?.body;
    expect(startOf(own)).toMatchObject({ entry: { seq: 2 } });
    expect(startOf([...own, message(4)])).toMatchObject({ entry: { seq: 4 } });
    expect(startOf(own, { hasNewer: true })).toBeUndefined();
  });

  it('a row does not depend on where the window begins', () => {
    const kind = fc.constantFrom('ali', 'veli', 'self', 'joined', 'left', 'reacted');
    const step = fc.tuple(kind, fc.constantFrom(1000, 6 * minute, 25 * 60 * minute));
    const entriesOf = (steps: [string, number][]) => {
      let at = now;
      return steps.map(([is, pause], i): Entry => {
        at += pause;
        if (is === 'joined') return joined(i + 1, [veli, 'Veli'], at);
        if (is === 'reacted') return reacted(i + 1, 1);
        if (is === 'left') return left(i + 1, veli, { at });
        return message(i + 1, { from: is === 'ali' ? ali : is === 'veli' ? veli : self, at });
      });
    };
    const property = (steps: [string, number][], unreadAfter: number, cut: number) => {
      const entries = entriesOf(steps);
      // Where the line stands is only known once the window reaches down to it.
      const line = cut <= unreadAfter ? unreadAfter : undefined;
      const whole = rowsOf(entries, { unreadAfter: line });
      const part = rowsOf(entries.slice(cut), { unreadAfter: line, hasOlder: true });
      // A window of nothing but one run of joins shows what it has.
      if (entries.slice(cut).every(({ type }) => type !== 'message')) return;
      expect(whole.slice(whole.length - part.length)).toEqual(part);
    };
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 70, maxLength: 130 }),
        fc.nat(60),
        fc.integer({ min: 1, max: 60 }),
        property,
      ),
    );
  });
});
