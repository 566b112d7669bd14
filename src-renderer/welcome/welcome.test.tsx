import { act } from 'react';
import { afterEach, expect, it } from 'vitest';
import { everyone, type Pin } from '../../src-shared/protocol/ids.ts';
import { done, refused, type Outcome } from '../../src-shared/protocol/outcome.ts';
import { usualSettings } from '../../src-shared/bridge/app.ts';
import type { RoomView } from '../../src-shared/bridge/rooms.ts';
import {
  garden,
  kitchen,
  renderInApp,
  roomView,
  type SampleApp,
} from '../window/testing/sample-app.tsx';
import type { MemoryHandlers } from '../bridge/testing/memory-bridge.ts';
import { button, click, field, press, type } from '../ui/testing/render.tsx';
import { Welcome } from './welcome.tsx';

let page: SampleApp;
afterEach(async () => {
  await page.unmount();
  window.location.hash = '';
});

it('begins with the name of the system account and a room named after it', async () => {
  page = await renderInApp(<Welcome />, { start: { suggestedName: 'Ece' } });
  expect(field(page.container, 'Your name').value).toBe('Ece');
  expect(field(page.container, 'Name of the room').value).toBe('Ece’s room');
  await type(field(page.container, 'Your name'), 'Ali');
  expect(field(page.container, 'Name of the room').value).toBe('Ali’s room');
  await type(field(page.container, 'Name of the room'), 'Kitchen');
  await type(field(page.container, 'Your name'), 'Veli');
  expect(field(page.container, 'Name of the room').value).toBe('Kitchen');
});

it('Enter in the name goes on to the button that hosts', async () => {
  page = await renderInApp(<Welcome />);
  await press(field(page.container, 'Your name'), 'Enter');
  expect(document.activeElement?.textContent).toBe('Host room');
  expect(page.bridge.asked('room/host')).toEqual([]);
});

it('one click hosts, and the room opens with its panel', async () => {
  page = await renderInApp(<Welcome />, {
    handlers: {
      'room/host': () => ({ ok: true, value: roomView({ hosted: true }) }),
      'settings/change': () => ({
        ok: true,
        value: { ...usualSettings, name: 'ayse' },
      }),
    },
  });
  await click(button(page.container, 'Host room'));
  expect(window.location.hash).toBe(`#/room/${kitchen}`);
  expect(page.frame.getState().pane).toBe('host');
});

it('the port is in use: a button takes the next one', async () => {
  page = await renderInApp(<Welcome />, {
    handlers: {
      'room/host': ({ port }) =>
        port === 12345
          ? { ok: false, refusal: { code: 'port-in-use', subject: '12345' } }
          : { ok: false, refusal: { code: 'room-name-empty' } },
    },
  });
  await click(button(page.container, 'Host room'));
  expect(page.container.textContent).toContain('Port 12345 is in use by another program.');
  expect(document.activeElement?.textContent).toBe('Use 12346 instead');
  await click(button(page.container, 'Use 12346 instead'));
  expect(page.bridge.asked('room/host').map((asked) => asked.port)).toEqual([12345, 12346]);
});

it('who is in another room when the answer comes stays there, and a refusal is told there', async () => {
  const answers: ((answer: Outcome<RoomView>) => void)[] = [];
  page = await renderInApp(<Welcome />, {
    start: { rooms: [roomView({ room: garden, name: 'Garden' })] },
    handlers: {
      'room/join': () => new Promise((resolve) => answers.push(resolve)),
      'settings/change': () => done({ ...usualSettings, name: 'ayse' }),
    },
  });
  const { app, frame } = page;
  await type(field(page.container, 'Invite link or address'), '192.168.1.5');
  const turn = (answer: Outcome<RoomView>) => act(async () => answers.shift()?.(answer));
  for (const answer of [done(roomView()), refused({ code: 'knock-unanswered' })]) {
    await act(async () => app.show({ to: 'welcome' }));
    await click(button(page.container, 'Join room'));
    await act(async () => app.show({ to: 'room', room: garden, in: everyone }));
    await turn(answer);
    expect(window.location.hash).toBe('');
  }
  expect(frame.getState().notices).toMatchObject([
    { params: { refusal: { code: 'knock-unanswered' } } },
  ]);
});

it('an error is said at its field, which has the focus', async () => {
  page = await renderInApp(<Welcome />, {
    handlers: {
      'room/join': ({ address }) => ({
        ok: false,
        refusal: { code: 'nobody-listening', subject: address },
      }),
    },
  });
  const address = field(page.container, 'Invite link or address');
  await type(address, '192.168.1.5:12345');
  await click(button(page.container, 'Join room'));
  expect(document.activeElement).toBe(address);
  const alert = page.container.querySelector('[role="alert"]');
  expect(alert?.textContent).toBe(
    'Nothing answers at 192.168.1.5:12345. Is the room open, and are you on the same network?',
  );
  expect(address.getAttribute('aria-describedby')).toBe(alert?.id);
  await type(address, '192.168.1.6');
  expect(page.container.querySelector('[role="alert"]')).toBeNull();
});

it.each(['192.168.1.5:99999', '192.168.1.5:0', 'host:abc', 'host 99999'])(
  'joining at %s says at the field that this is no port',
  async (typed) => {
    page = await renderInApp(<Welcome />, {
      handlers: {
        'room/join': () => ({ ok: false, refusal: { code: 'port-invalid', subject: typed } }),
      },
    });
    const address = field(page.container, 'Invite link or address');
    await type(address, typed);
    await click(button(page.container, 'Join room'));
    expect(document.activeElement).toBe(address);
    expect(address.value).toBe(typed);
    const alert = page.container.querySelector('[role="alert"]');
    expect(alert?.textContent).toContain('a number from 1 to 65535');
    expect(address.getAttribute('aria-describedby')).toBe(alert?.id);
    expect(button(page.container, 'Advanced').getAttribute('aria-expanded')).toBe('false');
  },
);

it('a short password is warned of and taken', async () => {
  page = await renderInApp(<Welcome />, {
    handlers: { 'room/join': () => ({ ok: false, refusal: { code: 'password-needed' } }) },
  });
  await type(field(page.container, 'Invite link or address'), 'host');
  await click(button(page.container, 'Join room'));
  const password = field(page.container, 'Password');
  expect(document.activeElement).toBe(password);
  await type(password, 'eight888');
  expect(page.container.textContent).toContain('A short password is easy to guess.');
  await click(button(page.container, 'Join room'));
  expect(page.bridge.asked('room/join').at(-1)).toMatchObject({ password: 'eight888' });
  await type(password, 'fifteen letters');
  expect(page.container.textContent).not.toContain('A short password');
});

it('rooms of before are one click away, hosted ones apart from joined ones', async () => {
  page = await renderInApp(<Welcome />, {
    start: {
      rooms: [
        roomView({ connection: { is: 'closed' } }),
        roomView({
          room: garden,
          name: 'Garden',
          hosted: true,
          address: 'localhost:12346',
          connection: { is: 'closed' },
        }),
      ],
    },
  });
  const [host, join] = page.container.querySelectorAll('form');
  expect(host?.querySelector('li')?.textContent).toContain('GardenPort 12346');
  expect(join?.querySelector('li')?.textContent).toContain('Kitchen192.168.1.5:12345');
  await click(join?.querySelector('li button'));
  expect(window.location.hash).toBe(`#/room/${kitchen}`);
});

it('where a room was hosted before, the big button opens it, and a new one is made only when meant', async () => {
  const before = roomView({
    room: garden,
    name: 'Ece’s room',
    hosted: true,
    address: 'localhost:12345',
    connection: { is: 'closed' },
    lastOpenedAt: 2000,
  });
  const older = { ...before, room: kitchen, name: 'Attic', lastOpenedAt: 1000 };
  page = await renderInApp(<Welcome />, {
    start: { suggestedName: 'Ece', rooms: [older, before] },
    handlers: {
      'room/host': () => ({ ok: false, refusal: { code: 'port-in-use', subject: '12346' } }),
    },
  });
  expect(page.container.textContent).not.toContain('Name of the room');
  await click(button(page.container, 'Open Ece’s room'));
  expect(window.location.hash).toBe(`#/room/${garden}`);
  expect(page.frame.getState().pane).toBe('host');
  expect(page.bridge.asked('room/host')).toEqual([]);

  await click(button(page.container, 'Host a new room…'));
  expect(document.activeElement).toBe(field(page.container, 'Name of the room'));
  expect(field(page.container, 'Name of the room').value).toBe('Ece’s room 2');
  await click(button(page.container, 'Host room'));
  expect(page.bridge.asked('room/host')).toMatchObject([{ roomName: 'Ece’s room 2', port: 12346 }]);
  expect(page.container.textContent).toContain('Use 12347 instead');
});

const shown = 's'.repeat(43) as Pin;
const look = {
  words: [0, 1, 2, 3],
  cells: Array.from({ length: 25 }, (_, at) => at % 2 === 0),
  hue: 3,
};
const asksForKey: MemoryHandlers = {
  'room/look-of-key': () => ({ ok: true, value: look }),
  'room/join': ({ pin, name }) => {
    if (pin !== shown)
      return {
        ok: false,
        refusal: { code: 'key-unknown', subject: 'Kitchen', pins: { shown } },
      };
    return name === 'Ali'
      ? { ok: false, refusal: { code: 'name-taken' } }
      : { ok: true, value: roomView() };
  },
};
const dialog = () => document.querySelector('[role="dialog"]');

it('W14 a room that is new is compared before it is joined, and once is enough', async () => {
  page = await renderInApp(<Welcome />, {
    start: { suggestedName: 'Ali' },
    handlers: asksForKey,
  });
  await type(field(page.container, 'Invite link or address'), ' 192.168.1.5 ');
  await click(button(page.container, 'Join room'));
  expect(dialog()?.textContent).toContain('Is this “Kitchen”?');
  expect(dialog()?.textContent).toContain('apple bear bread bridge');
  expect(dialog()?.querySelector('figure path')?.getAttribute('d')).toContain('M2 0h1v1h-1z');
  await click(button(document.body, 'Cancel'));
  expect(dialog()).toBeNull();
  expect(page.bridge.asked('room/join')).toHaveLength(1);

  await click(button(page.container, 'Join room'));
  await click(button(document.body, 'Join and remember'));
  expect(dialog()).toBeNull();
  expect(page.container.textContent).toContain('That name is taken. Choo');
  await type(field(page.container, 'Your name'), 'Veli');
  await click(button(page.container, 'Join room'));
  expect(dialog()).toBeNull();
  expect(page.bridge.asked('room/join').map(({ pin }) => pin)).toEqual([
    undefined,
    undefined,
    shown,
    shown,
  ]);
  expect(window.location.hash).toBe(`#/room/${kitchen}`);
});

it('W14 who is new where another room is known is shown that one too', async () => {
  const pins = { known: 'k'.repeat(43) as Pin, shown };
  page = await renderInApp(<Welcome />, {
    handlers: {
      ...asksForKey,
      'room/join': () => ({ ok: false, refusal: { code: 'key-unknown', subject: 'Room', pins } }),
    },
  });
  await type(field(page.container, 'Invite link or address'), '192.168.1.5');
  await click(button(page.container, 'Join room'));
  expect(dialog()?.textContent).toContain('You know another room at this address');
  expect(dialog()?.querySelectorAll('figure')).toHaveLength(2);
});

it('W14 what was compared at one address says nothing of another one', async () => {
  page = await renderInApp(<Welcome />, {
    start: { suggestedName: 'Ali' },
    handlers: asksForKey,
  });
  await type(field(page.container, 'Invite link or address'), '192.168.1.5');
  await click(button(page.container, 'Join room'));
  await click(button(document.body, 'Join and remember'));
  await type(field(page.container, 'Invite link or address'), '192.168.1.6');
  await click(button(page.container, 'Join room'));
  expect(page.bridge.asked('room/join').at(-1)?.pin).toBeUndefined();
  expect(dialog()).not.toBeNull();
});

it('W14 another key at a known room: both are shown, and there is no way on', async () => {
  const pins = { known: 'k'.repeat(43) as Pin, shown };
  page = await renderInApp(<Welcome />, {
    handlers: {
      ...asksForKey,
      'room/join': () => ({
        ok: false,
        refusal: { code: 'another-key', subject: 'Kitchen', pins },
      }),
    },
  });
  await type(field(page.container, 'Invite link or address'), '192.168.1.5');
  await click(button(page.container, 'Join room'));
  const alert = page.container.querySelector('[role="alert"]');
  expect(alert?.textContent).toContain('shows another key');
  expect(alert?.querySelectorAll('figure')).toHaveLength(2);
  expect(page.bridge.asked('room/look-of-key').map(({ pin }) => pin)).toEqual([pins.known, shown]);
  expect(alert?.querySelector('button')).toBeNull();
});

const link = `oda://join/${'A'.repeat(300)}`;
const invited: MemoryHandlers = {
  'room/read-invite': ({ link: read }) =>
    read === link
      ? { ok: true, value: { room: garden, roomName: 'Garden', role: 'guest', isMember: false } }
      : { ok: false, refusal: { code: 'invite-invalid' } },
  'room/join': () => ({ ok: true, value: roomView({ room: garden }) }),
};

it('a pasted invite says where it leads, and Enter is all that is left to do', async () => {
  page = await renderInApp(<Welcome />, { handlers: invited });
  await type(field(page.container, 'Invite link or address'), `${link}\n`);
  expect(page.container.textContent).toContain('You are invited toGardenYou come as a guest.');
  expect(page.bridge.asked('room/join')).toEqual([]);
  expect(document.activeElement?.textContent).toBe('Join Garden');
  await click(button(page.container, 'Join Garden'));
  expect(page.bridge.asked('room/join')).toEqual([{ name: 'ayse', address: link }]);
  expect(window.location.hash).toBe(`#/room/${garden}`);
});

it('an invite that is none says so at the field, and another address can be typed in its place', async () => {
  page = await renderInApp(<Welcome />, { handlers: invited });
  await type(field(page.container, 'Invite link or address'), `${link}x`);
  const alert = page.container.querySelector('[role="alert"]');
  expect(alert?.textContent).toContain('This is no whole invite.');
  await type(field(page.container, 'Invite link or address'), link);
  await click(page.container.querySelector('button[aria-label="Another address"]'));
  expect(field(page.container, 'Invite link or address').value).toBe('');
  await click(button(page.container, 'Join room'));
  expect(page.bridge.asked('room/join')).toEqual([]);
});

it('a link that the system has opened Oda with leads to the same place', async () => {
  page = await renderInApp(<Welcome />, { handlers: invited });
  await act(async () => page.frame.open(link));
  expect(document.activeElement?.textContent).toBe('Join Garden');
  expect(page.frame.getState().link).toBeUndefined();
});

it('what the room says to an invite stands below it', async () => {
  page = await renderInApp(<Welcome />, {
    handlers: {
      ...invited,
      'room/join': () => ({ ok: false, refusal: { code: 'invite-used-up' } }),
    },
  });
  await type(field(page.container, 'Invite link or address'), link);
  await click(button(page.container, 'Join Garden'));
  expect(page.container.querySelector('[role="alert"]')?.textContent).toContain(
    'used as often as it may be',
  );
});

it('a room that wants its password is asked for it, and what was typed stays', async () => {
  page = await renderInApp(<Welcome />, {
    handlers: {
      'room/join': ({ roomPassword }) => {
        if (roomPassword === 'right') return { ok: true, value: roomView() };
        const code = roomPassword === undefined ? 'room-password-needed' : 'wrong-room-password';
        return { ok: false, refusal: { code } };
      },
      'settings/change': () => ({ ok: true, value: { ...usualSettings, name: 'Ece' } }),
    },
  });
  const { container } = page;
  await type(field(container, 'Your name'), 'Ece');
  await type(field(container, 'Invite link or address'), '192.168.1.5');
  expect(() => field(container, 'Password of the room')).toThrow('no field');
  await click(button(container, 'Join room'));
  const wanted = field(container, 'Password of the room');
  expect(wanted.getAttribute('aria-invalid')).toBe('true');
  expect(document.activeElement).toBe(wanted);
  expect(field(container, 'Invite link or address').value).toBe('192.168.1.5');
  await type(wanted, 'wrong');
  await press(wanted, 'Enter');
  await click(button(container, 'Join room'));
  expect(container.textContent).toContain('That is not the room’s password.');
  await type(wanted, 'right');
  await click(button(container, 'Join room'));
  expect(window.location.hash).toBe(`#/room/${kitchen}`);
});

it('another address is another room, which has not asked for a password', async () => {
  page = await renderInApp(<Welcome />, {
    handlers: { 'room/join': () => ({ ok: false, refusal: { code: 'room-password-needed' } }) },
  });
  const { container } = page;
  await type(field(container, 'Your name'), 'Ece');
  await type(field(container, 'Invite link or address'), '192.168.1.5');
  await click(button(container, 'Join room'));
  await type(field(container, 'Password of the room'), 'of that one');
  await type(field(container, 'Invite link or address'), '192.168.1.6');
  expect(() => field(container, 'Password of the room')).toThrow('no field');
  await click(button(container, 'Join room'));
  expect(page.bridge.asked('room/join').at(-1)).toEqual({ name: 'Ece', address: '192.168.1.6' });
});
