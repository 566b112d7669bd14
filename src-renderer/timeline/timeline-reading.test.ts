import { describe, expect, it } from 'vitest';
import {
  ali,
  joined,
  message,
  reacted,
  roomId,
  self,
  veli,
} from '../bridge/testing/sample-room.ts';
import { messages, started } from './testing/started-timeline.ts';

describe('what a timeline takes for read', () => {
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

  it('nothing unread is above where one may see nothing older', async () => {
    const { timeline } = await started(messages(9).slice(4), { readSeq: 0, unread: 5 });
    expect(timeline.getState().unreadSeen).toBe(false);
    timeline.see(6, 9);
    expect(timeline.getState().unreadSeen).toBe(false);
    timeline.see(5, 8);
    expect(timeline.getState().unreadSeen).toBe(true);
  });

  it('nothing unread is above where the first message of others is on the screen', async () => {
    const came = [joined(2, [ali, 'Ali']), joined(3, [veli, 'Veli'])];
    const entries = [message(1), ...came, message(4), message(5)];
    const { timeline } = await started(entries, { readSeq: 1, unread: 2 });
    timeline.see(4, 5);
    expect(timeline.getState().unreadSeen).toBe(true);
  });

  it('what comes while nobody looks begins with the unread line', async () => {
    const { append, timeline } = await started(messages(3));
    append([message(4), message(5)]);
    expect(timeline.getState().rows.find((row) => row.startsUnread)?.key).toBe('seq:4');
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

  it('with the last message what only changes others is read too', async () => {
    const { bridge, append, clock, timeline } = await started(messages(3), {
      readSeq: 0,
      unread: 3,
    });
    append([reacted(4, 1)]);
    timeline.attend(true);
    timeline.see(1, 3);
    clock.advance(1000);
    expect(bridge.asked('conversation/mark-read')).toMatchObject([{ seq: 4 }]);
  });
});
