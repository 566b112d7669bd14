import { act } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ManualClock } from '../../src-shared/outside/manual-clock.ts';
import type { PrivateId } from '../../src-shared/protocol/ids.ts';
import { done } from '../../src-shared/protocol/outcome.ts';
import { createMemoryBridge, type MemoryHandlers } from '../bridge/testing/memory-bridge.ts';
import { hand } from '../files/testing/hand-files.ts';
import { button, click, field, press, type } from '../ui/testing/render.tsx';
import { nothingKept, pageOf, privateView } from '../bridge/testing/sample-room.ts';
import { usualSettings, type Settings } from '../../src-shared/bridge/app.ts';
import { startApp } from './start-app.tsx';
import { garden, kitchen, roomView, startView } from '../window/testing/sample-app.tsx';

let end = () => {};
const page = () => document.body.textContent;

async function start(handlers: MemoryHandlers, hash = '') {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  window.location.hash = hash;
  const bridge = createMemoryBridge(handlers);
  const root = document.createElement('div');
  document.body.append(root);
  const clock = new ManualClock();
  await act(async () => {
    end = startApp({ bridge, clock, root });
  });
  return { bridge, clock };
}

beforeEach(() => document.body.replaceChildren());
afterEach(async () => {
  await act(async () => end());
  window.location.hash = '';
});

const openRoom: MemoryHandlers = {
  'room/open': () => ({
    ok: true,
    value: { room: roomView(), conversations: [], members: [], outbox: [], ...nothingKept },
  }),
  'timeline/page': () => done(pageOf()),
};

it('R3.3 a private chat stands alone in its window, and who asked before is shown', async () => {
  const view = privateView({ room: kitchen });
  const asked = {
    ...view,
    private: 'asked00000000000' as PrivateId,
    partnerName: 'Veli',
    state: { is: 'asked', expiresAt: 120_000 } as const,
  };
  const opened = { conversations: [], members: [], outbox: [], ...nothingKept };
  await start(
    {
      'app/start': () => ({ ok: true, value: startView({ rooms: [roomView()] }) }),
      'room/open': () => ({
        ok: true,
        value: { room: roomView(), ...opened, privates: [view, asked] },
      }),
    },
    `#/private/${kitchen}/${view.private}`,
  );
  expect(document.querySelector('h1')?.textContent).toBe('Private chat with Ali');
  expect(document.querySelector('nav')).toBeNull();
  expect(page()).toContain('Veli asks you for a private chat');
  await press(document.body, 'k', { ctrlKey: true });
  expect(document.querySelector('[role="dialog"]')).toBeNull();
  window.location.hash = '#/';
  await act(async () => window.dispatchEvent(new HashChangeEvent('hashchange')));
  expect(document.querySelector('[role="dialog"]')).toBeNull();
});

it('R3.3 an ask that ended without an answer is told of', async () => {
  const { bridge } = await start({
    'app/start': () => ({ ok: true, value: startView({ rooms: [roomView()] }) }),
    ...openRoom,
  });
  const ask = privateView({ room: kitchen, state: { is: 'asked', expiresAt: 120_000 } });
  await act(async () => bridge.push('private/changed', ask));
  const ended = { is: 'ended', reason: 'withdrawn', by: 'partner' } as const;
  await act(async () => bridge.push('private/changed', { ...ask, state: ended }));
  expect(page()).toContain('Ali no longer waits for your answer to a private chat.');
});

it('W10 says that the person is here when a key is pressed', async () => {
  const { bridge } = await start({ 'app/start': () => ({ ok: true, value: startView() }) });
  expect(bridge.asked('presence/active')).toHaveLength(0);
  await press(document.body, 'a');
  expect(bridge.asked('presence/active')).toHaveLength(1);
});

it('a new person sees a name and two choices, and nothing else', async () => {
  await start({ 'app/start': () => ({ ok: true, value: startView() }) });
  const forms = [...document.querySelectorAll('form')].map((form) => form.textContent);
  expect(forms).toHaveLength(2);
  expect(forms[0]).toContain('Host room');
  expect(forms[1]).toContain('Join room');
  expect(document.querySelector('nav')).toBeNull();
});

it('a language counts at once, without a restart', async () => {
  const { bridge } = await start({ 'app/start': () => ({ ok: true, value: startView() }) });
  expect(page()).toContain('Welcome to Oda');
  await act(async () =>
    bridge.push('settings/changed', { ...usualSettings, language: 'tr', theme: 'dark' }),
  );
  expect(page()).toContain('Oda’ya hoş geldin');
  expect(document.documentElement.lang).toBe('tr');
  expect(document.documentElement.dataset['theme']).toBe('dark');
});

it('what keeps the app from starting is said, and can be tried again', async () => {
  const { bridge } = await start({
    'app/start': () => ({ ok: false, refusal: { code: 'data-in-use', subject: '/data' } }),
  });
  expect(page()).toContain('Another Oda is using /data already.');
  bridge.answer({ 'app/start': () => ({ ok: true, value: startView() }) });
  await act(async () => button(document, 'Try again').click());
  expect(page()).toContain('Welcome to Oda');
});

it('the host’s panel is there while the room still opens', async () => {
  const hosted = roomView({ hosted: true });
  const { bridge } = await start({ 'app/start': () => ({ ok: true, value: startView() }) });
  bridge.answer({
    'room/host': () => {
      bridge.push('room/changed', hosted);
      return { ok: true, value: hosted };
    },
    'room/open': () => new Promise(() => {}),
    'host/status': () => new Promise(() => {}),
    'host/log': () => new Promise(() => {}),
  });
  await type(field(document, 'Your name'), 'Ece');
  await click(button(document, 'Host room'));
  expect(window.location.hash).toBe(`#/room/${kitchen}`);
  expect(document.querySelector('[aria-label="Your room"]')).not.toBeNull();
});

it('a fresh window goes on in the room that runs', async () => {
  await start({
    'app/start': () => ({ ok: true, value: startView({ rooms: [roomView()] }) }),
    ...openRoom,
  });
  expect(window.location.hash).toBe(`#/room/${kitchen}`);
});

it('the title counts what is unread', async () => {
  const { bridge } = await start({
    'app/start': () => ({ ok: true, value: startView({ rooms: [roomView()] }) }),
    ...openRoom,
  });
  await act(async () => window.dispatchEvent(new HashChangeEvent('hashchange')));
  expect(document.title).toBe('Kitchen · Oda');
  await act(async () => bridge.push('room/changed', roomView({ asked: 3 })));
  expect(document.title).toBe('(3) Kitchen · Oda');
});

it('a room that is not there says so and shows the way', async () => {
  await start({ 'app/start': () => ({ ok: true, value: startView() }) }, `#/room/${garden}`);
  expect(page()).toContain('This room is not on this computer');
  button(document, 'Host or join a room');
});

it('files that are dropped where no conversation is are not passed over in silence', async () => {
  await start({ 'app/start': () => ({ ok: true, value: startView() }) });
  await hand(document.body, 'drop', [new File(['text'], 'kedi.txt')]);
  expect(page()).toContain('Open a conversation first, then drop the files.');
});

it('R2.2 the welcome stands there for a while and goes by itself', async () => {
  const { bridge, clock } = await start({
    'app/start': () => ({ ok: true, value: startView() }),
  });
  await act(async () => bridge.push('room/changed', roomView()));
  expect(page()).toContain('Welcome to Kitchen, Ayşe.');
  await act(async () => clock.advance(10_000));
  expect(page()).not.toContain('Welcome to Kitchen, Ayşe.');
});

it('? lists the shortcuts, Ctrl+, shows the settings, Esc closes them', async () => {
  await start({ 'app/start': () => ({ ok: true, value: startView() }) });
  const title = () => document.querySelector('[role="dialog"] h2')?.textContent;
  await press(document.body, '?');
  expect(title()).toBe('Keyboard shortcuts');
  await press(document.body, ',', { ctrlKey: true });
  expect(title()).toBe('Settings');
  await press(document.activeElement ?? document.body, 'Escape');
  expect(document.querySelector('[role="dialog"]')).toBeNull();
});

type Answered = { ok: true; value: Settings };

it('Ctrl+K does things too, and says by which keys they are done without it', async () => {
  const settings = vi.fn<() => Answered>(() => ({ ok: true, value: usualSettings }));
  await start(
    {
      'app/start': () => ({ ok: true, value: startView({ rooms: [roomView()] }) }),
      'settings/change': settings,
      ...openRoom,
    },
    '#/',
  );
  await press(document.body, 'k', { ctrlKey: true });
  const option = (name: string) =>
    [...document.querySelectorAll<HTMLElement>('[role="option"]')].find(({ textContent }) =>
      textContent.startsWith(name),
    );
  expect(option('Settings')?.textContent).toBe('SettingsCtrl,Action');
  await act(async () => option('Dark appearance')?.click());
  expect(settings).toHaveBeenCalledWith({ theme: 'dark' });
  expect(document.querySelector('[role="dialog"]')).toBeNull();
});

it('Ctrl+K shows everyone by the sign that they have in the list', async () => {
  await start(
    { 'app/start': () => ({ ok: true, value: startView({ rooms: [roomView()] }) }), ...openRoom },
    `#/room/${kitchen}`,
  );
  await press(document.body, 'k', { ctrlKey: true });
  const signOf = (entries: string) =>
    [...document.querySelectorAll(entries)]
      .find(({ textContent }) => textContent.includes('Everyone'))
      ?.querySelector('svg')
      ?.getAttribute('class');
  expect(signOf('[role="option"]')).toBe(signOf('nav [data-entry]'));
  expect(signOf('[role="option"]')).toContain('lucide-users');
});

it('Ctrl+K goes to a room by its name', async () => {
  await start(
    {
      'app/start': () => ({
        ok: true,
        value: startView({ rooms: [roomView(), roomView({ room: garden, name: 'Garden' })] }),
      }),
      ...openRoom,
    },
    '#/',
  );
  await press(document.body, 'k', { ctrlKey: true });
  const options = [...document.querySelectorAll<HTMLElement>('[role="option"]')];
  expect(options.map((option) => option.textContent).slice(0, 2)).toEqual([
    expect.stringContaining('Garden'),
    expect.stringContaining('Kitchen'),
  ]);
  await act(async () => options[1]?.click());
  expect(window.location.hash).toBe(`#/room/${kitchen}`);
  expect(document.querySelector('[role="dialog"]')).toBeNull();
});
