import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../src-shared/outside/manual-clock.ts';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import { everyone } from '../../src-shared/protocol/ids.ts';
import { done } from '../../src-shared/protocol/outcome.ts';
import {
  createSampleRoom,
  joined,
  message,
  now,
  outboxItem,
  roomId,
  self,
  settled,
  veli,
} from '../bridge/testing/sample-room.ts';
import { createTimelineStore, type TimelineOptions, type TimelineStore } from './timeline-store.ts';

const messages = (count: number): Entry[] =>
  Array.from({ length: count }, (_, i) => message(i + 1));

async function started(entries: Entry[], more: Partial<TimelineOptions> = {}) {
  const sample = createSampleRoom({ entries });
  const clock = new ManualClock(now);
  const timeline = createTimelineStore(sample.bridge, {
    room: roomId,
    in: everyone,
    self,
    readSeq: entries.length,
    unread: 0,
    outbox: [],
    clock,
    ...more,
  });
  await timeline.start();
  return { ...sample, clock, timeline };
}

const seqs = (timeline: TimelineStore) => timeline.getState().entries.map((entry) => entry.seq);

function expectNoHole(timeline: TimelineStore): void {
  const numbers = seqs(timeline);
  for (const [i, seq] of numbers.entries()) expect(seq).toBe((numbers[0] ?? 0) + i);
}

describe('timeline store', () => {
  it('begins with the newest page', async () => {
    const { timeline } = await started(messages(500));
    expect(seqs(timeline)).toEqual(Array.from({ length: 200 }, (_, i) => 301 + i));
    expect(timeline.getState().older).toEqual({ is: 'more' });
    expect(timeline.getState().newer).toEqual({ is: 'end' });
  });

  it('older messages come in and no row that was there is drawn again', async () => {
    const { timeline } = await started(messages(1000));
    const before = timeline.getState().rows;
    await timeline.loadOlder();
    const after = timeline.getState().rows;
    expect(after).toHaveLength(before.length + 200);
    for (const [i, row] of before.entries()) expect(after[i + 200]).toBe(row);
  });

  it('loads to the very first message and then asks no more', async () => {
    const { bridge, timeline } = await started(messages(450));
    for (let i = 0; i < 5; i += 1) await timeline.loadOlder();
    expect(seqs(timeline)[0]).toBe(1);
    expect(timeline.getState().rows).toHaveLength(451);
    expect(timeline.getState().rows[0]?.key).toBe('beginning');
    expect(bridge.asked('timeline/page')).toHaveLength(3);
  });

  it('asks for one page at a time, however often it is told', async () => {
    const { bridge, timeline } = await started(messages(1000));
    await Promise.all([timeline.loadOlder(), timeline.loadOlder(), timeline.loadOlder()]);
    expect(bridge.asked('timeline/page')).toHaveLength(2);
    expectNoHole(timeline);
  });

  it('R1.4 R0.4 takes what arrives at its end', async () => {
    const { append, timeline } = await started(messages(3));
    append([message(4), message(5)]);
    expect(seqs(timeline)).toEqual([1, 2, 3, 4, 5]);
  });

  it('ignores what it holds and fetches what was left out', async () => {
    const { bridge, said, timeline } = await started(messages(3));
    bridge.push('timeline/appended', { room: roomId, in: everyone, entries: [message(3)] });
    expect(seqs(timeline)).toEqual([1, 2, 3]);
    said.set(everyone, messages(9));
    bridge.push('timeline/appended', { room: roomId, in: everyone, entries: [message(9)] });
    await settled();
    expect(seqs(timeline)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('what arrives while the first page is on its way is there in the end', async () => {
    const { bridge, said, timeline } = await started(messages(3));
    const page = timeline.start();
    said.set(everyone, messages(4));
    bridge.push('timeline/appended', { room: roomId, in: everyone, entries: [message(4)] });
    await page;
    expect(seqs(timeline)).toEqual([1, 2, 3, 4]);
  });

  it('R0.6 opened before anything is held, it leads to the first message all the same', async () => {
    const { bridge, said, timeline } = await started([]);
    said.set(everyone, messages(500));
    const newest = messages(500).slice(300);
    bridge.push('timeline/appended', { room: roomId, in: everyone, entries: newest });
    expect(timeline.getState().older).toEqual({ is: 'more' });
    expect(timeline.getState().rows[0]?.key).not.toBe('beginning');
    for (let i = 0; i < 3; i += 1) await timeline.loadOlder();
    expect(seqs(timeline)).toHaveLength(500);
    expect(timeline.getState().rows[0]?.key).toBe('beginning');
  });

  it('the first entries of all that come while the first page is on its way are there in the end', async () => {
    const sample = createSampleRoom({ entries: [] });
    const timeline = createTimelineStore(sample.bridge, {
      room: roomId,
      in: everyone,
      self,
      readSeq: 0,
      unread: 0,
      outbox: [],
      clock: new ManualClock(now),
    });
    const { promise, resolve } = Promise.withResolvers<void>();
    sample.bridge.answer({
      'timeline/page': async () => {
        await promise;
        return done({ entries: [], hasOlder: false, hasNewer: false });
      },
    });
    const starting = timeline.start();
    const entries = messages(500).slice(300);
    sample.bridge.push('timeline/appended', { room: roomId, in: everyone, entries });
    sample.bridge.answer({
      'timeline/page': async () => done({ entries, hasOlder: true, hasNewer: false }),
    });
    resolve();
    await starting;
    await expect.poll(() => seqs(timeline).length).toBe(200);
    expect(timeline.getState().older).toEqual({ is: 'more' });
    expect(timeline.getState().newer).toEqual({ is: 'end' });
  });

  it('jumps around a number and comes back to the newest', async () => {
    const { timeline } = await started(messages(5000));
    const { generation } = timeline.getState();
    await timeline.jumpTo(1000);
    const state = timeline.getState();
    expect(state.target).toEqual({ seq: 1000, place: 'middle' });
    expect(state.generation).toBeGreaterThan(generation);
    expect(seqs(timeline)).toContain(1000);
    expect(state.newer).toEqual({ is: 'more' });
    await timeline.loadNewer();
    expectNoHole(timeline);
    await timeline.jumpToNewest();
    expect(seqs(timeline).at(-1)).toBe(5000);
    expect(timeline.getState().newer).toEqual({ is: 'end' });
  });

  it('a jump to what is there loads nothing', async () => {
    const { bridge, timeline } = await started(messages(100));
    await timeline.jumpTo(40);
    expect(bridge.asked('timeline/page')).toHaveLength(1);
    expect(timeline.getState().target).toEqual({ seq: 40, place: 'middle' });
  });

  it('the answer to an earlier jump does not replace the later place', async () => {
    const { bridge, timeline } = await started(messages(5000));
    const answers = new Map<unknown, () => void>();
    bridge.answer({
      'timeline/page': ({ around = 1 }) =>
        new Promise((resolve) => {
          const entries = [message(around)];
          const value = { entries, hasOlder: true, hasNewer: true };
          answers.set(around, () => resolve({ ok: true, value }));
        }),
    });
    void timeline.jumpTo(1000);
    void timeline.jumpTo(3000);
    answers.get(3000)?.();
    await settled();
    answers.get(1000)?.();
    await settled();
    expect(seqs(timeline)).toEqual([3000]);
  });

  it('keeps about 1,500 entries, cut where nobody looks', async () => {
    const { clock, timeline } = await started(messages(9000));
    for (let i = 0; i < 20; i += 1) {
      const first = seqs(timeline)[0] ?? 0;
      timeline.see(first, first + 10);
      await timeline.loadOlder();
      clock.advance(1000);
      expect(seqs(timeline).length).toBeLessThanOrEqual(1900);
    }
    const first = seqs(timeline)[0] ?? 0;
    expect(first).toBe(9000 - 21 * 200 + 1);
    expect(timeline.getState().newer).toEqual({ is: 'more' });
    expectNoHole(timeline);
  });

  it('while one reads at the end what is cut is the beginning', async () => {
    const { append, clock, timeline } = await started(messages(10));
    for (let next = 11; next < 5000; next += 100) {
      const last = seqs(timeline).at(-1) ?? 0;
      timeline.see(last - 10, last);
      append(Array.from({ length: 100 }, (_, i) => message(next + i)));
      clock.advance(1000);
    }
    expect(seqs(timeline).at(-1)).toBe(5010);
    expect(seqs(timeline).length).toBeLessThanOrEqual(1900);
    expect(timeline.getState().older).toEqual({ is: 'more' });
  });

  it('shows what waits at the end, and once as a message when the room has it', async () => {
    const { append, bridge, timeline } = await started(messages(2));
    const item = outboxItem('mine');
    bridge.push('outbox/changed', { room: roomId, in: everyone, items: [item] });
    const keys = () => timeline.getState().rows.map((row) => row.key);
    const waiting = keys().at(-1);
    expect(timeline.getState().rows.at(-1)?.body.is).toBe('waiting');
    append([message(3, { from: self, cid: item.cid })]);
    expect(keys()).toHaveLength(4);
    expect(keys().at(-1)).toBe(waiting);
    expect(timeline.getState().rows.at(-1)?.body.is).toBe('message');
    bridge.push('outbox/changed', { room: roomId, in: everyone, items: [] });
    expect(keys()).toHaveLength(4);
  });

  it('marks read what stands on the screen only while the person looks', async () => {
    const { bridge, clock, timeline } = await started(messages(10), { readSeq: 4, unread: 6 });
    timeline.see(1, 8);
    clock.advance(1000);
    expect(bridge.asked('conversation/mark-read')).toEqual([]);
    timeline.attend(true);
    clock.advance(1000);
    expect(bridge.asked('conversation/mark-read').map((asked) => asked.seq)).toEqual([8]);
    timeline.see(1, 6);
    clock.advance(1000);
    timeline.see(1, 10);
    timeline.attend(false);
    clock.advance(1000);
    expect(bridge.asked('conversation/mark-read')).toHaveLength(1);
  });

  it('the unread line stands before the first message of others that was unread on opening', async () => {
    const own = message(5, { from: self });
    const entries = [...messages(4), own, message(6), message(7)];
    const { timeline } = await started(entries, { readSeq: 4, unread: 2 });
    const marked = timeline.getState().rows.filter((row) => row.startsUnread);
    expect(marked.map((row) => row.key)).toEqual(['seq:6']);
    await timeline.jumpToFirstUnread();
    expect(timeline.getState().target).toEqual({ seq: 6, place: 'start' });
  });

  it('jumps to a first unread message that lies far above', async () => {
    const { timeline } = await started(messages(2000), { readSeq: 500, unread: 1500 });
    expect(timeline.getState().rows.some((row) => row.startsUnread)).toBe(false);
    await timeline.jumpToFirstUnread();
    expect(timeline.getState().rows.find((row) => row.startsUnread)?.key).toBe('seq:501');
  });

  it('what comes while nobody looks begins with the unread line', async () => {
    const { append, timeline } = await started(messages(3));
    append([message(4), message(5)]);
    expect(timeline.getState().rows.find((row) => row.startsUnread)?.key).toBe('seq:4');
  });

  it('W9 begins anew when the copy was fetched again', async () => {
    const { append, bridge, clock, said, timeline } = await started(messages(30));
    append([message(31)]);
    said.set(everyone, messages(5));
    bridge.push('room/resynced', { room: roomId, cause: { code: 'cursor-ahead' } });
    await settled();
    expect(seqs(timeline)).toEqual([1, 2, 3, 4, 5]);
    expect(timeline.getState().newer).toEqual({ is: 'end' });
    // By the new numbers: what was read by the old ones says nothing of them.
    timeline.attend(true);
    timeline.see(1, 5);
    clock.advance(1000);
    expect(bridge.asked('conversation/mark-read').map((asked) => asked.seq)).toEqual([5]);
  });

  it('W9 what was seen before the copy was fetched again marks nothing read by the new numbers', async () => {
    const { bridge, clock, timeline } = await started(messages(30), { readSeq: 20, unread: 10 });
    timeline.attend(true);
    timeline.see(15, 30);
    bridge.push('room/resynced', { room: roomId, cause: { code: 'cursor-ahead' } });
    clock.advance(1000);
    timeline.attend(true);
    clock.advance(1000);
    expect(bridge.asked('conversation/mark-read')).toEqual([]);
  });

  it('says what it does not hold yet, and tries again when the room is live', async () => {
    const { bridge, room, timeline } = await started(messages(500));
    bridge.answer({
      'timeline/page': () => ({
        ok: true,
        value: { entries: [], hasOlder: true, hasNewer: false },
      }),
    });
    await timeline.loadOlder();
    expect(timeline.getState().older).toEqual({ is: 'missing' });
    bridge.push('room/changed', room);
    expect(timeline.getState().older).toEqual({ is: 'more' });
  });

  it('a page that could not be read leaves the rest and can be asked for again', async () => {
    const { bridge, timeline } = await started(messages(500));
    bridge.answer({ 'timeline/page': () => ({ ok: false, refusal: { code: 'bridge-closed' } }) });
    await timeline.loadOlder();
    const { older, rows } = timeline.getState();
    expect(older).toEqual({ is: 'failed', refusal: { code: 'bridge-closed' } });
    expect(rows).toHaveLength(199);
  });

  it('ends every subscription', async () => {
    const { bridge, timeline } = await started(messages(3));
    timeline.dispose();
    expect(bridge.listenerCount()).toBe(0);
  });

  it('never shows a message twice or leaves one out, whatever order things come in', async () => {
    const step = fc.oneof(
      fc.constant({ is: 'older' as const }),
      fc.constant({ is: 'newer' as const }),
      fc.constant({ is: 'newest' as const }),
      fc.record({
        is: fc.constant('jump' as const),
        to: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      fc.record({ is: fc.constant('say' as const), count: fc.integer({ min: 1, max: 300 }) }),
      fc.record({ is: fc.constant('repeat' as const), back: fc.integer({ min: 0, max: 9 }) }),
      fc.constant({ is: 'wait' as const }),
    );
    const isPresence = (seq: number) => seq % 7 === 0 || seq % 11 < 3;
    const entryAt = (seq: number) => (isPresence(seq) ? joined(seq, [veli, 'Veli']) : message(seq));
    const run = async (
      count: number,
      steps: (typeof step extends fc.Arbitrary<infer S> ? S : never)[],
    ) => {
      const all = Array.from({ length: count }, (_, i) => entryAt(i + 1));
      const { append, bridge, said, timeline } = await started(all);
      for (const taken of steps) {
        const held = said.get(everyone) ?? [];
        if (taken.is === 'older') void timeline.loadOlder();
        else if (taken.is === 'newer') void timeline.loadNewer();
        else if (taken.is === 'newest') void timeline.jumpToNewest();
        else if (taken.is === 'jump')
          void timeline.jumpTo(1 + Math.floor(taken.to * (held.length - 1)));
        else if (taken.is === 'say') {
          append(Array.from({ length: taken.count }, (_, i) => entryAt(held.length + i + 1)));
        } else if (taken.is === 'repeat') {
          const entries = held.slice(-1 - taken.back);
          bridge.push('timeline/appended', { room: roomId, in: everyone, entries });
        } else await settled();
        expectNoHole(timeline);
        const keys = timeline.getState().rows.map((row) => row.key);
        expect(new Set(keys).size).toBe(keys.length);
      }
      await settled();
      await timeline.jumpToNewest();
      await settled();
      const end = said.get(everyone)?.length;
      expect(seqs(timeline).at(-1)).toBe(end);
      expectNoHole(timeline);
    };
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 900 }), fc.array(step, { maxLength: 25 }), run),
      { numRuns: 60 },
    );
  });

  it('a message that changes is drawn anew, and no other; what changes it is no row', async () => {
    const { bridge, append, timeline } = await started(messages(50));
    const before = timeline.getState().rows;
    const edited = { ...message(20), text: 'changed' };
    const entry: Entry = {
      type: 'message-edited',
      in: everyone,
      seq: 51,
      id: 51,
      at: now,
      by: veli,
      cid: outboxItem('edit').cid,
      target: 20,
      text: 'changed',
    };
    append([entry]);
    const marks = { seq: 20, editedAt: now };
    bridge.push('message/changed', {
      room: roomId,
      in: everyone,
      messages: [{ message: edited, marks }],
    });
    const after = timeline.getState().rows;
    expect(after).toHaveLength(before.length);
    const drawn = after.filter((row, place) => row !== before[place]);
    expect(drawn.map(({ body }) => body)).toMatchObject([
      { is: 'message', entry: { seq: 20, text: 'changed' }, around: { marks } },
    ]);
    expect(seqs(timeline).at(-1)).toBe(51);
  });

  it('with the last message what only changes others is read too', async () => {
    const { bridge, append, clock, timeline } = await started(messages(3), {
      readSeq: 0,
      unread: 3,
    });
    append([
      {
        type: 'reaction-added',
        in: everyone,
        seq: 4,
        id: 4,
        at: now,
        by: veli,
        cid: outboxItem('r').cid,
        target: 1,
        emoji: '\u{1f44d}',
      },
    ]);
    timeline.attend(true);
    timeline.see(1, 3);
    clock.advance(1000);
    expect(bridge.asked('conversation/mark-read')).toMatchObject([{ seq: 4 }]);
  });
});
