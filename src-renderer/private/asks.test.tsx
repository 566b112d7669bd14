import { act } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { PrivateView } from '../../src-shared/member/own-copy.ts';
import {
  garden,
  kitchen,
  renderInApp,
  roomView,
  type SampleApp,
} from '../window/testing/sample-app.tsx';
import type { MemoryHandlers } from '../bridge/testing/memory-bridge.ts';
import { privateView } from '../bridge/testing/sample-room.ts';
import { button, click } from '../ui/testing/render.tsx';
import { Asks } from './asks.tsx';

let page: SampleApp;
const opened = vi.fn<(...opening: unknown[]) => null>(() => null);
beforeEach(() => {
  opened.mockClear();
  vi.stubGlobal('open', opened);
});
afterEach(() => page.unmount());

const waitMs = 120_000;
const place = { room: kitchen, private: privateView().private };

async function show(handlers: MemoryHandlers = {}, language: 'en' | 'tr' = 'en') {
  page = await renderInApp(<Asks />, {
    language,
    start: { rooms: [roomView(), roomView({ room: garden, name: 'Garden' })] },
    handlers: { 'private/answer': () => ({ ok: true, value: null }), ...handlers },
  });
  const push = (more: Partial<PrivateView> = {}) =>
    act(async () => {
      const state = { is: 'asked', expiresAt: page.clock.wallMs() + waitMs } as const;
      page.bridge.push('private/changed', privateView({ room: kitchen, state, ...more }));
    });
  return { push, text: () => page.container.textContent };
}

it('R3.3 says who asks and how long they wait, and leaves the focus where it is', async () => {
  const { push, text } = await show();
  const field = document.createElement('textarea');
  document.body.append(field);
  field.focus();
  await push();
  expect(text()).toContain('Ali asks you for a private chat in Kitchen');
  expect(text()).toContain('Expires in 2 min');
  await act(async () => page.clock.advance(60_000));
  expect(text()).toContain('Expires in 60 sec');
  expect(document.activeElement).toBe(field);
  field.remove();
});

it('R3.3 does not name the room that the window shows', async () => {
  const { push, text } = await show();
  await act(async () => page.app.show({ to: 'room', room: kitchen, in: 'everyone' as never }));
  await push();
  expect(text()).toContain('Ali asks you for a private chat');
  expect(text()).not.toContain('Kitchen');
});

it('R3.3 Accept answers yes and opens the window of the private chat', async () => {
  const { push, text } = await show();
  await push();
  await click(button(page.container, 'Accept'));
  expect(opened.mock.calls[0]?.[0]).toBe(`#/private/${kitchen}/${place.private}`);
  expect(page.bridge.asked('private/answer')).toEqual([{ ...place, accept: true }]);
  await click(button(page.container, 'Accept'));
  expect(page.bridge.asked('private/answer')).toHaveLength(1);
  await push({ state: { is: 'open' } });
  expect(text()).toBe('');
});

it('R3.3 Decline answers no and opens nothing', async () => {
  const { push } = await show();
  await push();
  await click(button(page.container, 'Decline'));
  expect(page.bridge.asked('private/answer')).toEqual([{ ...place, accept: false }]);
  expect(opened).not.toHaveBeenCalled();
});

it('R3.3 says why an answer came too late, and takes another one', async () => {
  const { push } = await show({
    'private/answer': () => ({ ok: false, refusal: { code: 'connection-lost' } }),
  });
  await push();
  await click(button(page.container, 'Decline'));
  expect(page.frame.getState().notices).toMatchObject([
    { key: 'notice.refused', params: { refusal: { code: 'connection-lost' } } },
  ]);
  await click(button(page.container, 'Decline'));
  expect(page.bridge.asked('private/answer')).toHaveLength(2);
});

it('R3.3 the window of the private chat does not ask a second time', async () => {
  const { push, text } = await show();
  await push();
  await act(async () => page.app.show({ to: 'private', ...place }));
  expect(text()).toBe('');
});

it('R3.3 asks in Turkish', async () => {
  const { push, text } = await show({}, 'tr');
  await push();
  expect(text()).toContain('Ali, Kitchen odasında seninle özel sohbet etmek istiyor');
  button(page.container, 'Kabul et');
});
