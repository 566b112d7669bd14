import { expect, it } from 'vitest';
import { createMemoryBridge } from '../bridge/testing/memory-bridge.ts';
import { createAppStore } from './app-store.ts';
import { createFrameStore } from './frame-store.ts';
import { greet } from './follow.ts';
import { garden, roomView, startView } from './testing/sample-app.tsx';

async function greeted() {
  const bridge = createMemoryBridge({
    'app/start': () => ({ ok: true, value: startView({ rooms: [roomView()] }) }),
  });
  const app = createAppStore(bridge);
  const frame = createFrameStore();
  const end = greet(app, frame);
  await app.start();
  return { bridge, frame, end };
}

it('R2.2 whoever comes in is welcomed, once per stay', async () => {
  const { bridge, frame, end } = await greeted();
  bridge.push(
    'room/changed',
    roomView({ room: garden, name: 'Garden', connection: { is: 'signing-in' } }),
  );
  expect(frame.getState().notices).toEqual([]);
  const live = roomView({ room: garden, name: 'Garden' });
  bridge.push('room/changed', live);
  bridge.push('room/changed', { ...live, asked: 1 });
  bridge.push('room/changed', {
    ...live,
    connection: { is: 'waiting', since: 1, nextTryAt: 2, cause: { code: 'connection-lost' } },
  });
  bridge.push('room/changed', { ...live });
  expect(frame.getState().notices).toMatchObject([
    { key: 'notice.welcome', params: { room: 'Garden', name: 'Ayşe' } },
  ]);
  bridge.push('room/changed', { ...live, connection: { is: 'closed' } });
  bridge.push('room/changed', { ...live });
  expect(frame.getState().notices).toHaveLength(2);
  end();
});

it('a room that was live when the window opened has greeted already', async () => {
  const { bridge, frame, end } = await greeted();
  bridge.push('room/changed', roomView({ asked: 3 }));
  expect(frame.getState().notices).toEqual([]);
  end();
});

it('keeps the last three notices', () => {
  const frame = createFrameStore();
  for (const text of ['a', 'b', 'c', 'd']) frame.notify({ key: 'notice.text', params: { text } });
  const texts = frame.getState().notices.map((notice) => notice.params);
  expect(texts).toEqual([{ text: 'b' }, { text: 'c' }, { text: 'd' }]);
  const first = frame.getState().notices[0];
  frame.dismiss(first?.id ?? 0);
  expect(frame.getState().notices).toHaveLength(2);
});
