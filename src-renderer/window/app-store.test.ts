import { expect, it } from 'vitest';
import type { BridgeState } from '../../src-shared/bridge/bridge.ts';
import type { RoomView, StartView } from '../../src-shared/bridge/views.ts';
import type { Answer } from '../../src-shared/bridge/requests.ts';
import { everyone } from '../../src-shared/protocol/ids.ts';
import { createMemoryBridge } from '../bridge/testing/memory-bridge.ts';
import { roomsByUse, roomsInOrder, unreadOfAll } from './app-selectors.ts';
import { createAppStore, usualSettings } from './app-store.ts';
import { garden, kitchen, roomView, startView } from './testing/sample-app.tsx';

it('starts with what the app answers, and says why where it cannot', async () => {
  const bridge = createMemoryBridge({
    'app/start': () => ({ ok: false, code: 'data-in-use', subject: '/data' }),
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
  let answer = (_: Answer<StartView>) => {};
  const bridge = createMemoryBridge({
    'app/start': () => new Promise((resolve) => (answer = resolve)),
  });
  const app = createAppStore(bridge);
  const started = app.start();
  bridge.push('room/changed', roomView({ unread: 4 }));
  answer({ ok: true, value: startView({ rooms: [roomView({ unread: 1 })] }) });
  await started;
  expect(app.getState().rooms.get(kitchen)?.unread).toBe(4);
  app.dispose();
});

it('shows a setting at once and takes it back where it could not be kept', async () => {
  let answer: (kept: Awaited<Answer<StartView['settings']>>) => void = () => {};
  const bridge = createMemoryBridge({
    'settings/change': () => new Promise((resolve) => (answer = resolve)),
  });
  const app = createAppStore(bridge);
  const change = app.changeSettings({ theme: 'dark' });
  expect(app.getState().settings.theme).toBe('dark');
  answer({ ok: false, code: 'data-full' });
  await change;
  expect(app.getState().settings.theme).toBe('system');
  app.dispose();
});

it('tells of a setting that could not be kept', async () => {
  const refused: string[] = [];
  const bridge = createMemoryBridge({
    'settings/change': () => ({ ok: false, code: 'data-full' }),
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

it('orders rooms by use and by name, and counts what is unread', () => {
  const bridge = createMemoryBridge();
  const app = createAppStore(bridge);
  const push = (room: Partial<RoomView>) => bridge.push('room/changed', roomView(room));
  push({ room: kitchen, name: 'Kitchen', lastOpenedAt: 1, unread: 2 });
  push({ room: garden, name: 'Balcony', lastOpenedAt: 5, unread: 3 });
  const names = (rooms: RoomView[]) => rooms.map((room) => room.name);
  expect(names(roomsByUse(app.getState()))).toEqual(['Balcony', 'Kitchen']);
  push({ room: kitchen, name: 'Kitchen', lastOpenedAt: 1, unread: 2, hosted: true });
  expect(names(roomsInOrder(app.getState()))).toEqual(['Kitchen', 'Balcony']);
  expect(unreadOfAll(app.getState())).toBe(5);
  app.dispose();
});

it('ends every subscription', () => {
  const bridge = createMemoryBridge();
  const app = createAppStore(bridge);
  expect(bridge.listenerCount()).toBeGreaterThan(0);
  app.dispose();
  expect(bridge.listenerCount()).toBe(0);
});
