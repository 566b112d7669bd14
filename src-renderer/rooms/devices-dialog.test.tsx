import { act } from 'react';
import { afterEach, expect, it } from 'vitest';
import type { Device } from '../../src-shared/protocol/devices.ts';
import type { DeviceId } from '../../src-shared/protocol/ids.ts';
import { kitchen, renderInApp, roomView, type SampleApp } from '../window/testing/sample-app.tsx';
import { button, click } from '../ui/testing/render.tsx';
import { RoomQuestion } from './room-question.tsx';

let page: SampleApp;
afterEach(() => page.unmount());

const seen = { since: 0, lastSeenAt: 0 };
const own: Device = { device: 'own' as DeviceId, ...seen, isIn: true, isOwn: true };
const other: Device = {
  device: 'other' as DeviceId,
  computer: 'Lenovo',
  ...seen,
  isIn: false,
  isOwn: false,
};

async function open(hasPassword = true) {
  const room = roomView({ hasPassword });
  page = await renderInApp(<RoomQuestion />, {
    handlers: {
      'device/list': () => ({ ok: true, value: [other, own] }),
      'device/end': () => ({ ok: true, value: [own] }),
    },
  });
  await act(async () => page.frame.ask({ to: 'devices', room }));
}

it('one’s computers are listed, and one signs out at another one after a question', async () => {
  await open();
  const listed = [...document.querySelectorAll('[role="dialog"] li')].map(
    ({ textContent }) => textContent,
  );
  expect(listed[0]).toContain('Lenovo');
  expect(listed[1]).toContain('This computer');
  expect(listed[1]).not.toContain('Sign out there');
  await click(button(document, 'Sign out there: Lenovo'));
  expect(document.body.textContent).toContain('the password is needed');
  expect(page.bridge.asked('device/end')).toEqual([]);
  await click(button(document, 'Sign out there'));
  expect(page.bridge.asked('device/end')).toEqual([{ room: kitchen, device: 'other' }]);
  expect(document.querySelectorAll('[role="dialog"] li')).toHaveLength(1);
});

it('without a password it is said that there is no way back in', async () => {
  await open(false);
  await click(button(document, 'Sign out there: Lenovo'));
  expect(document.body.textContent).toContain('the name has no password');
});
