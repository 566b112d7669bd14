import { act, useLayoutEffect } from 'react';
import { expect, test, vi } from 'vitest';
import { refused } from '../../src-shared/protocol/outcome.ts';
import { hashOf } from '../bridge/testing/memory-bridge.ts';
import { Avatar } from '../ui/avatar.tsx';
import { useShortcut } from './app-context.tsx';
import { renderInApp, roomView } from './testing/sample-app.tsx';
import { createShortcuts } from './shortcuts.ts';

test('a key that is pressed before the first painting is heard', async () => {
  const shortcuts = createShortcuts(window);
  let closed = 0;
  function Panel() {
    useShortcut('close', () => {
      closed += 1;
    });
    useLayoutEffect(() => {
      window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', cancelable: true }));
    }, []);
    return null;
  }
  await renderInApp(<Panel />, { shortcuts });
  expect(closed).toBe(1);
  shortcuts.dispose();
});

test('a face that is missing is asked for again when its room is back', async () => {
  const picture = { hash: hashOf('face'), size: 1 };
  const room = roomView({ picture });
  const { bridge } = await renderInApp(<Avatar name="Kitchen" id={room.room} />, {
    start: { rooms: [room] },
    handlers: { 'picture/read': () => refused({ code: 'connection-lost' }) },
  });
  const asked = () => bridge.asked('picture/read').length;
  await vi.waitFor(() => expect(asked()).toBe(1), 30_000);
  const connection = { is: 'connecting' } as const;
  await act(async () => bridge.push('room/changed', { ...room, connection }));
  expect(asked()).toBe(1);
  await act(async () => bridge.push('room/changed', room));
  await vi.waitFor(() => expect(asked()).toBe(2), 30_000);
});
