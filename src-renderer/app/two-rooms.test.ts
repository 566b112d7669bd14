import { expect, it } from 'vitest';
import type { PushName, Pushes } from '../../src-shared/bridge/bridge.ts';
import { ManualClock } from '../../src-shared/outside/manual-clock.ts';
import { everyone, type RoomId } from '../../src-shared/protocol/ids.ts';
import { garden, hostStatus, kitchen } from '../window/testing/sample-app.tsx';
import { createAppStore } from '../window/app-store.ts';
import { createMemoryBridge } from '../bridge/testing/memory-bridge.ts';
import { createComposerStore } from '../room/composer-store.ts';
import { createPainter } from '../ui/painter.ts';
import { createStagedStore } from '../room/staged-store.ts';
import { createGroupWriting } from '../room/group-writings.ts';
import { createContactGroupStore } from '../people/contact-group-store.ts';
import {
  contact,
  contactGroup,
  family,
  group,
  groupMessage,
} from '../people/testing/sample-people.ts';
import { createHostStore } from '../host-panel/host-store.ts';
import { createAsksStore } from '../window/asks-store.ts';
import { createTimelineStore } from '../timeline/timeline-store.ts';
import { done } from '../../src-shared/protocol/outcome.ts';
import { createRoomStore } from '../room/room-store.ts';
import {
  ali,
  conversation,
  createSampleRoom,
  member,
  message,
  now,
  outboxItem,
  pageOf,
  privateView,
  roomId,
  roomView,
  self,
  settled,
} from '../bridge/testing/sample-room.ts';

// `everyone` is one id in all rooms, and so may ids of accounts, groups and private chats be in rooms whose
// hosts make them so. What is told of one room must change nothing in a window that shows another.

const other = 'room111111111111' as RoomId;

/** A push about a room; `of` says about which. */
type About = { [N in PushName]: { name: N; of: (room: RoomId) => Pushes[N] } }[PushName];

const about = <N extends PushName>(name: N, of: (room: RoomId) => Pushes[N]) =>
  ({ name, of }) as unknown as About;

const toRoom = [
  about('room/changed', (room) => roomView({ room, name: 'Told anew' })),
  about('room/removed', (room) => ({ room })),
  about('room/resynced', (room) => ({ room, cause: { code: 'cursor-ahead' } })),
  about('host/changed', (room) => hostStatus({ room, port: 1 })),
  about('conversation/changed', (room) => [
    conversation(everyone, { room, unread: 7, draft: 'x' }),
  ]),
  about('outbox/changed', (room) => ({ room, in: everyone, items: [outboxItem('one')] })),
  about('group/changed', (room) => [group({ room, name: 'Told anew' })]),
  about('private/changed', (room) => privateView({ room, unread: 3 })),
  about('private/removed', (room) => ({ room, private: privateView().private })),
  about('member/changed', (room) => ({ room, members: [member(ali, 'Told anew')] })),
  about('contact/changed', (room) => contact(ali, { room, blocked: true })),
  about('contact-group/changed', (room) => contactGroup({ room, name: 'Told anew' })),
  about('contact-group/removed', (room) => ({ room, group: family })),
];

it.each(toRoom)('$name of another room leaves the room that is shown as it is', async (push) => {
  const sample = createSampleRoom({
    groups: [group()],
    contacts: [contact(ali)],
    contactGroups: [contactGroup()],
    privates: [privateView()],
  });
  const store = createRoomStore(sample.bridge, roomId);
  await store.open();
  const before = store.getState();
  tell(sample.bridge, push, other);
  expect(store.getState()).toBe(before);
  tell(sample.bridge, push, roomId);
  expect(store.getState()).not.toEqual(before);
});

const toTimeline = [
  about('timeline/appended', (room) => ({ room, in: everyone, entries: [message(3)] })),
  about('outbox/changed', (room) => ({ room, in: everyone, items: [outboxItem('one')] })),
];

it.each(toTimeline)('$name of another room stands in no timeline of this one', async (push) => {
  const { bridge, timeline } = await timelineOf();
  const before = timeline.getState().rows;
  tell(bridge, push, other);
  await settled();
  expect(timeline.getState().rows).toBe(before);
  tell(bridge, push, roomId);
  await settled();
  expect(timeline.getState().rows).toHaveLength(before.length + 1);
});

it('a timeline is fetched anew only where its own room was', async () => {
  const { bridge, timeline } = await timelineOf();
  const pages = () => bridge.asked('timeline/page').length;
  bridge.push('room/resynced', { room: other, cause: { code: 'cursor-ahead' } });
  await settled();
  expect(pages()).toBe(1);
  bridge.push('room/resynced', { room: roomId, cause: { code: 'cursor-ahead' } });
  await settled();
  expect(pages()).toBe(2);
  timeline.dispose();
});

it('what is missing of a timeline is asked for only when its own room is back', async () => {
  const { bridge, timeline } = await timelineOf({ hasOlder: true });
  bridge.answer({
    'timeline/page': () => done(pageOf([], { hasOlder: true })),
  });
  await timeline.loadOlder();
  expect(timeline.getState().older).toEqual({ is: 'missing' });
  bridge.push('room/changed', roomView({ room: other }));
  expect(timeline.getState().older).toEqual({ is: 'missing' });
  bridge.push('room/changed', roomView());
  expect(timeline.getState().older).toEqual({ is: 'more' });
});

it('a draft of another room stands in no field of this one', async () => {
  const { bridge } = createSampleRoom();
  const clock = new ManualClock(now);
  const composer = createComposerStore(bridge, {
    begunBefore: () => ({ aim: undefined, outbox: [] }),
    staged: createStagedStore(bridge, createPainter()),
    room: roomId,
    clock,
    savedDraft: () => '',
    maxTextCharacters: () => 8000,
  });
  composer.write(everyone, 'mine');
  clock.advance(1000);
  await settled();
  const draft = about('conversation/changed', (room) => [
    conversation(everyone, { room, draft: 'theirs' }),
  ]);
  tell(bridge, draft, other);
  expect(composer.getState().drafts.get(everyone)).toBe('mine');
  tell(bridge, draft, roomId);
  expect(composer.getState().drafts.get(everyone)).toBe('theirs');
});

it('a group message of another room is not among those of this one', async () => {
  const bridge = createMemoryBridge({
    'contact-group/messages': () => ({ ok: true, value: [groupMessage(1)] }),
  });
  const place = { room: roomId, group: family };
  const writing = createGroupWriting(bridge, place, () => 8000);
  const store = createContactGroupStore(bridge, place, writing);
  await store.load();
  bridge.push('group-message/changed', { ...groupMessage(2), room: other });
  bridge.push('group-message/changed', { ...groupMessage(3), group: 'another000000000' });
  expect(store.getState().messages).toEqual([groupMessage(1)]);
  bridge.push('group-message/changed', groupMessage(2));
  expect(store.getState().messages).toHaveLength(2);
});

it('the host’s panel shows the connections and the log of its own room', async () => {
  const bridge = createMemoryBridge({
    'host/status': () => ({ ok: true, value: hostStatus() }),
    'host/log': () => ({ ok: true, value: [] }),
  });
  const store = createHostStore(bridge, kitchen);
  store.open();
  await settled();
  const before = store.getState();
  bridge.push('host/changed', hostStatus({ room: garden, port: 1 }));
  bridge.push('host/logged', { room: garden, lines: [{ at: 1, event: 'ready' }] });
  expect(store.getState()).toBe(before);
  bridge.push('host/changed', hostStatus({ port: 1 }));
  bridge.push('host/logged', { room: kitchen, lines: [{ at: 1, event: 'ready' }] });
  expect(store.getState()).toMatchObject({ status: { port: 1 }, lines: [{ event: 'ready' }] });
});

it('the window stays where it is when another room is forgotten', () => {
  const bridge = createMemoryBridge();
  const app = createAppStore(bridge, { to: 'room', room: roomId, in: everyone });
  bridge.push('room/changed', roomView());
  bridge.push('room/changed', roomView({ room: other }));
  bridge.push('room/removed', { room: other });
  expect(app.getState().route).toEqual({ to: 'room', room: roomId, in: everyone });
  expect([...app.getState().rooms.keys()]).toEqual([roomId]);
  bridge.push('room/removed', { room: roomId });
  expect(app.getState().route).toEqual({ to: 'welcome' });
});

it('who asks for a private chat goes on asking when another room is forgotten', () => {
  const bridge = createMemoryBridge();
  const asks = createAsksStore(bridge, () => undefined);
  bridge.push('private/changed', privateView({ state: { is: 'asked', expiresAt: now } }));
  bridge.push('room/removed', { room: other });
  expect(asks.getState().asks).toHaveLength(1);
  bridge.push('room/removed', { room: roomId });
  expect(asks.getState().asks).toHaveLength(0);
});

it('what is read in one room is counted in the other', () => {
  const bridge = createMemoryBridge();
  const app = createAppStore(bridge);
  const unread = (room: RoomId) => app.getState().rooms.get(room)?.asked;
  bridge.push('room/changed', roomView());
  bridge.push('room/changed', roomView({ room: other }));
  app.read({ room: roomId, in: everyone, asked: 0 });
  for (const room of [roomId, other]) {
    bridge.push('conversation/changed', [conversation(everyone, { room, unread: 2 })]);
    bridge.push('room/changed', roomView({ room, asked: 2 }));
  }
  expect([unread(roomId), unread(other)]).toEqual([0, 2]);
  bridge.push('conversation/changed', [conversation(everyone, { room: other, unread: 0 })]);
  bridge.push('room/changed', roomView({ asked: 2 }));
  expect(unread(roomId)).toBe(0);
});

async function timelineOf({ hasOlder = false } = {}) {
  const sample = createSampleRoom({ entries: [message(1), message(2)] });
  if (hasOlder) {
    sample.bridge.answer({ 'timeline/page': () => done(pageOf([message(2)], { hasOlder })) });
  }
  const timeline = createTimelineStore(sample.bridge, {
    room: roomId,
    in: everyone,
    self,
    readSeq: 2,
    unread: 0,
    outbox: [],
    clock: new ManualClock(now),
  });
  await timeline.start();
  return { ...sample, timeline };
}

function tell(bridge: ReturnType<typeof createMemoryBridge>, push: About, room: RoomId): void {
  const { name, of } = push as { name: 'room/removed'; of: (of: RoomId) => { room: RoomId } };
  bridge.push(name, of(room));
}
