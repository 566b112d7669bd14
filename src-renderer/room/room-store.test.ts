import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { RoomOpened } from '../../src-shared/bridge/rooms.ts';
import { directConversation, everyone, type RoomId } from '../../src-shared/protocol/ids.ts';
import {
  conversationOf,
  conversationsByActivity,
  isAlone,
  nameOf,
  onlineCount,
  outboxOf,
  partnerOf,
} from './room-selectors.ts';
import { createRoomStore } from './room-store.ts';
import {
  ali,
  conversation,
  createSampleRoom,
  member,
  message,
  nothingKept,
  outboxItem,
  roomId,
  roomView,
  self,
  veli,
} from '../bridge/testing/sample-room.ts';

async function opened(options: Parameters<typeof createSampleRoom>[0] = {}) {
  const sample = createSampleRoom(options);
  const store = createRoomStore(sample.bridge, roomId);
  await store.open();
  return { ...sample, store };
}

describe('room store', () => {
  it('holds what the opened room consists of', async () => {
    const { store } = await opened({ outbox: [outboxItem('one')] });
    const state = store.getState();
    expect(state.opening).toEqual({ is: 'open' });
    expect(state.room?.name).toBe('Kitchen table');
    expect(nameOf(state, self)).toBe('Ece');
    expect(nameOf(state, ali)).toBe('Ali');
    expect(outboxOf(state, everyone)).toHaveLength(1);
  });

  it('R0.3 R0.10 R0.5 who comes and goes changes who is online at once', async () => {
    const { bridge, store } = await opened();
    expect(onlineCount(store.getState())).toBe(3);
    const gone = member(ali, 'Ali', { presence: 'offline', lastSeenAt: 5 });
    bridge.push('member/changed', { room: roomId, members: [gone] });
    expect(onlineCount(store.getState())).toBe(2);
    bridge.push('member/changed', { room: roomId, members: [member(ali, 'Ali')] });
    expect(onlineCount(store.getState())).toBe(3);
  });

  it('what says the same as before, and a count that stands elsewhere, draw nothing', async () => {
    const { bridge, store } = await opened();
    let changes = 0;
    store.subscribe(() => (changes += 1));
    bridge.push('room/changed', roomView({ asked: 7 }));
    bridge.push('member/changed', { room: roomId, members: [member(ali, 'Ali')] });
    bridge.push('outbox/changed', { room: roomId, in: everyone, items: [] });
    const after = changes;
    bridge.push('outbox/changed', { room: roomId, in: everyone, items: [] });
    bridge.push('conversation/changed', [conversation(everyone, { lastSeq: 3 })]);
    bridge.push('conversation/changed', [conversation(everyone, { lastSeq: 3 })]);
    expect({ after, changes }).toEqual({ after: 1, changes: 2 });
  });

  it('R1.2 knows when nobody else ever was in the room', async () => {
    const { bridge, store } = await opened({ members: [member(self, 'Ece')] });
    expect(isAlone(store.getState())).toBe(true);
    bridge.push('member/changed', { room: roomId, members: [member(ali, 'Ali')] });
    expect(isAlone(store.getState())).toBe(false);
  });

  it('ignores what concerns other rooms', async () => {
    const { bridge, store } = await opened();
    const other = 'room111111111111' as RoomId;
    const before = store.getState();
    bridge.push('member/changed', { room: other, members: [member(ali, 'Somebody')] });
    bridge.push('conversation/changed', [{ ...conversation(everyone), room: other }]);
    bridge.push('room/changed', roomView({ room: other, name: 'Another' }));
    bridge.push('room/removed', { room: other });
    expect(store.getState()).toBe(before);
  });

  it('what is pushed while the answer is on its way is not lost to the answer', async () => {
    const { bridge, room, members } = createSampleRoom();
    let answer: (value: Outcome<RoomOpened>) => void = () => undefined;
    bridge.answer({ 'room/open': () => new Promise((resolve) => (answer = resolve)) });
    const store = createRoomStore(bridge, roomId);
    const opening = store.open();
    bridge.push('conversation/changed', [conversation(everyone, { unread: 7 })]);
    answer({
      ok: true,
      value: { room, members, conversations: [conversation(everyone)], outbox: [], ...nothingKept },
    });
    await opening;
    expect(conversationOf(store.getState(), roomId, everyone).unread).toBe(7);
  });

  it('says why the room could not be opened, and opens it on the next try', async () => {
    const { bridge } = createSampleRoom();
    bridge.answer({ 'room/open': () => ({ ok: false, refusal: { code: 'no-such-room' } }) });
    const store = createRoomStore(bridge, roomId);
    await store.open();
    expect(store.getState().opening).toEqual({ is: 'failed', refusal: { code: 'no-such-room' } });
  });

  it('W9 keeps the word that the copy was fetched again until it was seen', async () => {
    const { bridge, store } = await opened();
    bridge.push('room/resynced', { room: roomId, cause: { code: 'cursor-ahead' } });
    expect(store.getState().resynced).toEqual({ code: 'cursor-ahead' });
    store.dismissResynced();
    expect(store.getState().resynced).toBeUndefined();
  });

  it('sorts direct conversations by the last activity, drafts without messages first', async () => {
    const withAli = directConversation(self, ali);
    const withVeli = directConversation(self, veli);
    const { bridge, store } = await opened({
      entries: [message(1, { in: withAli, at: 10 }), message(1, { in: withVeli, at: 20 })],
    });
    const order = () => conversationsByActivity(store.getState()).map((view) => view.in);
    expect(order()).toEqual([withVeli, withAli]);
    const newer = { lastSeq: 2, lastMessage: message(2, { in: withAli, at: 30 }) };
    bridge.push('conversation/changed', [conversation(withAli, newer)]);
    expect(order()).toEqual([withAli, withVeli]);
    bridge.push('conversation/changed', [conversation(withVeli, { draft: 'half a thought' })]);
    expect(order()).toEqual([withVeli, withAli]);
    expect(partnerOf(store.getState(), withAli)?.name).toBe('Ali');
  });

  it('ends every subscription with the room', async () => {
    const { bridge, store } = await opened();
    store.dispose();
    expect(bridge.listenerCount()).toBe(0);
  });

  it('R0.8 contact groups that are made, changed and removed elsewhere are so here', async () => {
    const { bridge, store } = await opened();
    const names = () => [...store.getState().contactGroups.values()].map(({ name }) => name);
    const group = { room: roomId, group: 'g'.repeat(16), name: 'Floor 2', members: [ali] };
    bridge.push('contact-group/changed', group);
    expect(names()).toEqual(['Floor 2']);
    bridge.push('contact-group/changed', { ...group, name: 'Floor 3' });
    expect(names()).toEqual(['Floor 3']);
    bridge.push('contact-group/removed', { room: roomId, group: group.group });
    expect(names()).toEqual([]);
  });

  it('what was read is noted in its conversation', async () => {
    const { bridge, store } = await opened();
    store.markRead(everyone, 7);
    expect(bridge.asked('conversation/mark-read')).toEqual([
      { room: roomId, in: everyone, seq: 7 },
    ]);
  });

  it('R1.7 what comes where somebody reads is not counted, nor lost when they go on to another conversation', async () => {
    const { bridge, store } = await opened();
    const withAli = directConversation(self, ali);
    const unread = () => [
      store.getState().conversations.get(everyone)?.unread,
      store.getState().conversations.get(withAli)?.unread,
    ];
    const tell = (count: number) =>
      bridge.push('conversation/changed', [
        conversation(everyone, { unread: count }),
        conversation(withAli, { unread: count }),
      ]);
    const endFirst = store.read(everyone);
    tell(3);
    expect(unread()).toEqual([0, 3]);
    const endSecond = store.read(withAli);
    expect(unread()).toEqual([3, 0]);
    endFirst();
    tell(4);
    expect(unread()).toEqual([4, 0]);
    endSecond();
    expect(unread()).toEqual([4, 4]);
    endSecond();
    tell(5);
    expect(unread()).toEqual([5, 5]);
  });
});
