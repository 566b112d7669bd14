import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../src-shared/outside/manual-clock.ts';
import { everyone } from '../../src-shared/protocol/ids.ts';
import { done } from '../../src-shared/protocol/outcome.ts';
import {
  createSampleRoom,
  message,
  now,
  outboxItem,
  pageOf,
  reacted,
  roomId,
  self,
  settled,
} from '../bridge/testing/sample-room.ts';
import { expectNoHole, messages, seqs, started } from './testing/started-timeline.ts';
import { createTimelineStore } from './timeline-store.ts';

describe('timeline store', () => {
  it('begins with the newest page', async () => {
    const { timeline } = await started(messages(500));
    expect(seqs(timeline)).toEqual(Array.from({ length: 80 }, (_, i) => 421 + i));
    expect(timeline.getState().older).toEqual({ is: 'more' });
    expect(timeline.getState().newer).toEqual({ is: 'end' });
  });

  it('older messages come in and no row that was there is drawn again', async () => {
    const { timeline } = await started(messages(1000));
    const before = timeline.getState().rows;
    await timeline.loadOlder();
    const after = timeline.getState().rows;
    expect(after).toHaveLength(before.length + 120);
    for (const [i, row] of before.entries()) expect(after[i + 120]).toBe(row);
  });

  it('loads to the very first message and then asks no more', async () => {
    const { bridge, timeline } = await started(messages(450));
    for (let i = 0; i < 5; i += 1) await timeline.loadOlder();
    expect(seqs(timeline)[0]).toBe(1);
    expect(timeline.getState().rows).toHaveLength(451);
    expect(timeline.getState().rows[0]?.key).toBe('beginning');
    expect(bridge.asked('timeline/page')).toHaveLength(5);
  });

  it('asks for one page at a time, however often it is told', async () => {
    const { bridge, timeline } = await started(messages(1000));
    await Promise.all([timeline.loadOlder(), timeline.loadOlder(), timeline.loadOlder()]);
    expect(bridge.asked('timeline/page')).toHaveLength(2);
    expectNoHole(timeline, messages(1000));
  });

  it('lets go what the room does not keep: no row that stays is drawn again, and nothing older is asked for', async () => {
    const { bridge, timeline } = await started(messages(500));
    const before = timeline.getState().rows;
    bridge.push('timeline/expired', { room: roomId, in: everyone, firstSeq: 451 });
    expect(seqs(timeline)).toEqual(Array.from({ length: 50 }, (_, i) => 451 + i));
    expect(timeline.getState().older).toEqual({ is: 'end' });
    const after = timeline.getState().rows;
    expect(after[0]?.key).toBe('beginning');
    const stay = after.slice(2);
    expect(stay).toHaveLength(49);
    for (const [i, row] of stay.entries()) expect(row).toBe(before.slice(-49)[i]);
    await timeline.loadOlder();
    expect(bridge.asked('timeline/page')).toHaveLength(1);
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
        return done(pageOf());
      },
    });
    const starting = timeline.start();
    const entries = messages(500).slice(300);
    sample.bridge.push('timeline/appended', { room: roomId, in: everyone, entries });
    sample.bridge.answer({
      'timeline/page': async () => done(pageOf(entries, { hasOlder: true })),
    });
    resolve();
    await starting;
    await expect.poll(() => seqs(timeline).length).toBe(200);
    expect(timeline.getState().older).toEqual({ is: 'more' });
    expect(timeline.getState().newer).toEqual({ is: 'end' });
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

  it('says what it does not hold yet, and tries again when the room is live', async () => {
    const { bridge, room, timeline } = await started(messages(500));
    bridge.answer({
      'timeline/page': () => done(pageOf([], { hasOlder: true })),
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
    expect(rows).toHaveLength(79);
  });

  it('ends every subscription', async () => {
    const { bridge, timeline } = await started(messages(3));
    timeline.dispose();
    expect(bridge.listenerCount()).toBe(0);
  });

  it('a message that changes is drawn anew, and no other; what changes it is no row', async () => {
    const { bridge, append, timeline } = await started(messages(50));
    const before = timeline.getState().rows;
    const edited = { ...message(20), text: 'changed' };
    append([reacted(51, 20)]);
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
    expect(seqs(timeline).at(-1)).toBe(50);
    expect(timeline.getState().held.to).toBe(51);
  });
});
