import { act } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { everyone } from '../../src-shared/protocol/ids.ts';
import {
  garden,
  kitchen,
  renderInApp,
  roomView,
  type SampleApp,
} from '../window/testing/sample-app.tsx';
import { button, click } from '../ui/testing/render.tsx';
import { connectionPresence } from '../window/connection-text.ts';
import { RoomMenu } from './room-header.tsx';
import { RoomQuestion } from './room-question.tsx';
import { RoomRail } from './room-rail.tsx';

let page: SampleApp;
afterEach(async () => {
  await page.unmount();
  vi.restoreAllMocks();
  window.location.hash = '';
});

const done = () => ({ ok: true, value: null }) as const;

it('the rail has a square for each room, with its state and, of those not shown, what is unread', async () => {
  page = await renderInApp(<RoomRail />, {
    start: {
      rooms: [
        roomView({ asked: 2 }),
        roomView({ room: garden, name: 'Garden', hosted: true, connection: { is: 'closed' } }),
      ],
    },
  });
  const names = [...page.container.querySelectorAll('li button')].map((own) => own.textContent);
  expect(names).toEqual([
    'GGarden, Closed',
    'KKitchen, Connected22 unread messages',
    expect.anything(),
  ]);
  await act(async () => page.app.show({ to: 'room', room: kitchen, in: everyone }));
  const shown = page.container.querySelector('[aria-current="page"]');
  expect(shown?.textContent).toBe('KKitchen, Connected');
  await click(page.container.querySelectorAll('li button')[1]);
  expect(window.location.hash).toBe(`#/room/${kitchen}`);
});

it('a room whose name is markup is shown as it is', async () => {
  const name = '<svg/onload=alert(1)>';
  page = await renderInApp(<RoomRail />, { start: { rooms: [roomView({ name })] } });
  expect(page.container.querySelector('li button')?.textContent).toContain(name);
  expect(page.container.querySelector('[onload]')).toBeNull();
});

it('R1.6 disconnecting says goodbye, keeps the room and goes to the welcome', async () => {
  page = await renderInApp(<RoomMenu room={roomView()} />, {
    handlers: { 'room/disconnect': done },
  });
  window.location.hash = `#/room/${kitchen}`;
  page.app.show({ to: 'room', room: kitchen, in: everyone });
  await click(button(page.container, 'Menu of Kitchen'));
  await click(button(document, 'Disconnect'));
  expect(page.bridge.asked('room/disconnect')).toEqual([{ room: kitchen }]);
  expect(page.frame.getState().notices).toMatchObject([{ key: 'notice.goodbye' }]);
  expect(window.location.hash).toBe('#/');
});

it('a refused disconnecting is said in words', async () => {
  page = await renderInApp(<RoomMenu room={roomView()} />, {
    handlers: { 'room/disconnect': () => ({ ok: false, refusal: { code: 'no-such-room' } }) },
  });
  await click(button(page.container, 'Menu of Kitchen'));
  await click(button(document, 'Disconnect'));
  expect(page.frame.getState().notices).toMatchObject([
    { key: 'notice.refused', params: { refusal: { code: 'no-such-room' } } },
  ]);
});

it('closing a hosted room is asked for twice, because everybody feels it', async () => {
  const room = roomView({ hosted: true });
  page = await renderInApp(
    <>
      <RoomMenu room={room} />
      <RoomQuestion />
    </>,
    { handlers: { 'room/disconnect': done } },
  );
  await click(button(page.container, 'Menu of Kitchen'));
  await click(button(document, 'Close room…'));
  const dialog = () => document.querySelector('[role="dialog"]');
  expect(dialog()?.textContent).toContain('Close Kitchen for everybody?');
  expect(document.activeElement?.textContent).toBe('Cancel');
  expect(page.bridge.asked('room/disconnect')).toEqual([]);
  await click(button(dialog() ?? document, 'Close room'));
  expect(page.bridge.asked('room/disconnect')).toEqual([{ room: kitchen }]);
  expect(dialog()).toBeNull();
});

it.each([
  ['closed', { is: 'closed' }],
  ['live', { is: 'live' }],
] as const)(
  'leaving a %s room says what goes and what stays, and takes it off the list',
  async (_, connection) => {
    const room = roomView({ connection });
    page = await renderInApp(
      <>
        <RoomMenu room={room} />
        <RoomQuestion />
      </>,
      { start: { rooms: [room] }, handlers: { 'room/leave': done } },
    );
    await click(button(page.container, 'Menu of Kitchen'));
    await click(button(document, 'Leave room…'));
    const dialog = document.querySelector('[role="dialog"]');
    expect(dialog?.textContent).toContain('Leave Kitchen?');
    expect(dialog?.textContent).toContain('your copy of its messages');
    expect(dialog?.textContent).toContain('What was said stays with the host');
    expect(page.bridge.asked('room/leave')).toEqual([]);
    await click(button(dialog ?? document, 'Leave room'));
    expect(page.bridge.asked('room/leave')).toEqual([{ room: kitchen }]);
    expect(page.app.getState().rooms.size).toBe(0);
  },
);

it('a conversation gets a window of its own', async () => {
  const open = vi.spyOn(window, 'open').mockReturnValue(null);
  page = await renderInApp(<RoomMenu room={roomView()} />);
  await click(button(page.container, 'Menu of Kitchen'));
  await act(async () => button(document, 'Open in new window').click());
  expect(open).toHaveBeenCalledWith(
    `#/window/${kitchen}/everyone`,
    '_blank',
    'popup,width=480,height=640',
  );
});

it('the dot tells a room that was left from one that was lost', () => {
  expect(connectionPresence({ is: 'closed' })).toBeUndefined();
  expect(connectionPresence({ is: 'closed', cause: { code: 'room-closed' } })).toBe('problem');
  expect(connectionPresence({ is: 'live' })).toBe('online');
});
