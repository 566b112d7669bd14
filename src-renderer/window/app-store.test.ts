import { usualAttention } from '../../src-shared/member/attention.ts';
import { expect, it } from 'vitest';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { BridgeState } from '../../src-shared/bridge/bridge.ts';
import type { RoomView } from '../../src-shared/bridge/rooms.ts';
import { usualSettings, type StartView } from '../../src-shared/bridge/app.ts';
import { directConversation, everyone, type AccountId } from '../../src-shared/protocol/ids.ts';
import { createMemoryBridge } from '../bridge/testing/memory-bridge.ts';
import { roomsByUse, roomsInOrder, askedOfAll, createAppStore } from './app-store.ts';
import { garden, kitchen, roomView, startView } from './testing/sample-app.tsx';

const withVeli = directConversation('self000000' as AccountId, 'veli000000' as AccountId);
const conversation = {
  lastSeq: 0,
  readSeq: 0,
  unread: 0,
  attention: usualAttention,
  mentions: 0,
  draft: '',
  deliveredSeq: 0,
};

it('starts with what the app answers, and says why where it cannot', async () => {
  const bridge = createMemoryBridge({
    'app/start': () => ({ ok: false, refusal: { code: 'data-in-use', subject: '/data' } }),
  });
  const app = createAppStore(bridge);
  await app.start();
  expect(app.getState().phase).toMatchObject({ is: 'failed', refusal: { code: 'data-in-use' } });
  bridge.answer({
    'app/start': () => ({ ok: true, value: startView({ rooms: [roomView()] }) }),
  });
  await app.start();
  expect(app.getState().phase.is).toBe('ready');
  expect(app.getState().rooms.get(kitchen)?.name).toBe('Kitchen');
  expect(app.getState().about?.dataFolder).toBe('/data/oda');
  app.dispose();
});

it('says that the app behind the page has ended, and keeps saying so', () => {
  const bridge = createMemoryBridge();
  let tell: (state: BridgeState) => void = () => {};
  const app = createAppStore({
    ...bridge,
    onState: (listener) => {
      tell = listener;
      return () => {};
    },
  });
  tell('open');
  tell('reconnecting');
  expect(app.getState().phase.is).toBe('starting');
  tell('ended');
  expect(app.getState().phase.is).toBe('ended');
  app.dispose();
});

it('keeps what a push said while the start was on its way', async () => {
  let answer = (_: Outcome<StartView>) => {};
  const bridge = createMemoryBridge({
    'app/start': () => new Promise((resolve) => (answer = resolve)),
  });
  const app = createAppStore(bridge);
  const started = app.start();
  bridge.push('room/changed', roomView({ asked: 4 }));
  answer({ ok: true, value: startView({ rooms: [roomView({ asked: 1 })] }) });
  await started;
  expect(app.getState().rooms.get(kitchen)?.asked).toBe(4);
  app.dispose();
});

it('shows a setting at once and takes it back where it could not be kept', async () => {
  let answer: (kept: Awaited<Outcome<StartView['settings']>>) => void = () => {};
  const bridge = createMemoryBridge({
    'settings/change': () => new Promise((resolve) => (answer = resolve)),
  });
  const app = createAppStore(bridge);
  const change = app.changeSettings({ theme: 'dark' });
  expect(app.getState().settings.theme).toBe('dark');
  answer({ ok: false, refusal: { code: 'data-full' } });
  await change;
  expect(app.getState().settings.theme).toBe('system');
  app.dispose();
});

it('tells of a setting that could not be kept', async () => {
  const refused: string[] = [];
  const bridge = createMemoryBridge({
    'settings/change': () => ({ ok: false, refusal: { code: 'data-full' } }),
  });
  const app = createAppStore(bridge, { to: 'welcome' }, ({ code }) => refused.push(code));
  await app.changeSettings({ theme: 'dark' });
  expect(refused).toEqual(['data-full']);
  expect(app.getState().settings.theme).toBe('system');
  app.dispose();
});

it('hears settings that another window changed', () => {
  const bridge = createMemoryBridge();
  const app = createAppStore(bridge);
  bridge.push('settings/changed', { ...usualSettings, name: 'Ece', language: 'tr' });
  expect(app.getState().settings.language).toBe('tr');
  app.dispose();
});

it('a room that was left is gone, and its screen with it', async () => {
  const bridge = createMemoryBridge({ 'room/leave': () => ({ ok: true, value: null }) });
  const app = createAppStore(bridge, { to: 'room', room: kitchen, in: everyone });
  bridge.push('room/changed', roomView());
  await app.leave(kitchen);
  expect(app.getState().rooms.size).toBe(0);
  expect(app.getState().route).toEqual({ to: 'welcome' });
  app.dispose();
});

it('removing a room leaves the screen of another alone', () => {
  const bridge = createMemoryBridge();
  const app = createAppStore(bridge, { to: 'room', room: kitchen, in: everyone });
  bridge.push('room/changed', roomView());
  bridge.push('room/changed', roomView({ room: garden }));
  bridge.push('room/removed', { room: garden });
  expect(app.getState().route.to).toBe('room');
  expect([...app.getState().rooms.keys()]).toEqual([kitchen]);
  app.dispose();
});

it('orders rooms by use and by name, and counts what is to be told of', () => {
  const bridge = createMemoryBridge();
  const app = createAppStore(bridge);
  const push = (room: Partial<RoomView>) => bridge.push('room/changed', roomView(room));
  push({ room: kitchen, name: 'Kitchen', lastOpenedAt: 1, asked: 2 });
  push({ room: garden, name: 'Balcony', lastOpenedAt: 5, asked: 3 });
  const names = (rooms: RoomView[]) => rooms.map((room) => room.name);
  expect(names(roomsByUse(app.getState()))).toEqual(['Balcony', 'Kitchen']);
  push({ room: kitchen, name: 'Kitchen', lastOpenedAt: 1, asked: 2, hosted: true });
  expect(names(roomsInOrder(app.getState()))).toEqual(['Kitchen', 'Balcony']);
  expect(askedOfAll(app.getState())).toBe(5);
  app.dispose();
});

it('R1.7 what comes where somebody reads is not counted, what comes elsewhere is, and all is when they stop', () => {
  const bridge = createMemoryBridge();
  const app = createAppStore(bridge);
  const unread = () => [kitchen, garden].map((room) => app.getState().rooms.get(room)?.asked);
  const push = (room: typeof kitchen, count: number) =>
    bridge.push('room/changed', roomView({ room, asked: count }));
  const told = (room: typeof kitchen, id: typeof everyone, count: number) =>
    bridge.push('conversation/changed', [
      { ...conversation, room, in: id, unread: count, lastSeq: 9 },
    ]);
  push(kitchen, 5);
  push(garden, 5);
  const end = app.read({ room: kitchen, in: everyone, asked: 2 });
  expect(unread()).toEqual([3, 5]);
  // One more here, one elsewhere in the same room, and one in another room.
  told(kitchen, everyone, 3);
  push(kitchen, 6);
  expect(unread()).toEqual([3, 5]);
  told(kitchen, withVeli, 1);
  push(kitchen, 7);
  told(garden, everyone, 6);
  push(garden, 6);
  expect(unread()).toEqual([4, 6]);
  // The conversation was told of before the room.
  told(kitchen, everyone, 9);
  push(kitchen, 8);
  expect(unread()).toEqual([0, 6]);
  end();
  expect(unread()).toEqual([8, 6]);
  end();
  push(kitchen, 1);
  expect(unread()).toEqual([1, 6]);
  app.dispose();
});

it('who has begun to read somewhere else is not ended by the place before', () => {
  const bridge = createMemoryBridge();
  const app = createAppStore(bridge);
  const unread = () => app.getState().rooms.get(kitchen)?.asked;
  bridge.push('room/changed', roomView({ asked: 5 }));
  const endFirst = app.read({ room: kitchen, in: everyone, asked: 2 });
  const endSecond = app.read({ room: kitchen, in: withVeli, asked: 1 });
  expect(unread()).toBe(4);
  endFirst();
  bridge.push('room/changed', roomView({ asked: 6 }));
  expect(unread()).toBe(5);
  endSecond();
  expect(unread()).toBe(6);
  bridge.push('room/removed', { room: kitchen });
  app.read({ room: kitchen, in: everyone, asked: 2 })();
  expect(unread()).toBeUndefined();
  app.dispose();
});

it('ends every subscription', () => {
  const bridge = createMemoryBridge();
  const app = createAppStore(bridge);
  expect(bridge.listenerCount()).toBeGreaterThan(0);
  app.dispose();
  expect(bridge.listenerCount()).toBe(0);
});
