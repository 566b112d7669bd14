import { usualFileTerms } from '../../src-shared/protocol/files.ts';
import { act } from 'react';
import { afterEach, expect, it } from 'vitest';
import { hostStatus, kitchen, renderInApp } from '../window/testing/sample-app.tsx';
import type { HostStatus } from '../../src-shared/bridge/host.ts';
import { button, click, type, type Rendered } from '../ui/testing/render.tsx';
import { HostPanel } from './host-panel.tsx';

let page: Rendered;
afterEach(() => page.unmount());

async function show(more: Partial<HostStatus> = {}) {
  const shown = await renderInApp(<HostPanel room={kitchen} rules={null} />, {
    handlers: {
      'host/status': () => ({ ok: true, value: hostStatus(more) }),
      'host/log': () => ({ ok: true, value: [{ at: 1, event: 'ready' }] }),
      'host/invites': () => ({ ok: true, value: [] }),
    },
  });
  page = shown;
  const { bridge } = shown;
  return { bridge, text: () => page.container.textContent };
}

it('R0.1 R2.1 shows the address and the port to hand on, and the local from the public', async () => {
  const { text } = await show({
    addresses: [
      { address: '192.168.1.5', family: 4, scope: 'local', network: 'wlan0' },
      { address: '2001:db8::1', family: 6, scope: 'public', network: 'wlan0' },
    ],
  });
  expect(text()).toContain('192.168.1.5:12345');
  expect(text()).toContain('Local network · wlan0');
  expect(text()).toContain('[2001:db8::1]:12345');
  expect(text()).toContain('Internet · wlan0');
  expect(text()).toContain('One address above is public');
});

it('R2.1 says what to do across networks', async () => {
  const { text } = await show();
  expect(text()).toContain('forward TCP port 12345 to 192.168.1.5');
  expect(text()).toContain('The addresses above work on your own network.');
});

it('R2.1 the headline and the list follow the one order that the app gives', async () => {
  const own = (address: string, scope: 'local' | 'public' | 'loopback') => ({
    address,
    scope,
    family: address.includes(':') ? (6 as const) : (4 as const),
    network: 'eth0',
  });
  await show({
    addresses: [own('80.1.2.3', 'public'), own('fd00::5', 'local'), own('127.0.0.1', 'loopback')],
  });
  const codes = [...page.container.querySelectorAll('code')].map((code) => code.textContent);
  expect(codes).toEqual(['80.1.2.3:12345', '80.1.2.3:12345', '[fd00::5]:12345', '127.0.0.1:12345']);
});

it('says what is missing where this computer is on no network', async () => {
  const { text } = await show({
    addresses: [{ address: '127.0.0.1', family: 4, scope: 'loopback', network: 'lo' }],
  });
  expect(text()).toContain('This computer is on no network');
});

it('R0.1 shows each connection with its address, port and name, as they come and go', async () => {
  const { bridge, text } = await show();
  await click(page.container.querySelectorAll('[role="tab"]')[2]);
  expect(text()).toContain('Nobody is connected yet.');
  const dialect = 'oda' as const;
  const connections = [
    { connection: 1, address: '192.168.1.7', port: 5000, since: Date.now(), name: 'Ali', dialect },
    { connection: 2, address: '192.168.1.8', port: 5001, since: Date.now(), dialect },
  ];
  await act(async () => bridge.push('host/changed', hostStatus({ connections })));
  // How many are online stands above the list.
  expect(page.container.querySelectorAll('[role="tab"]')[2]?.textContent).toBe('Activity');
  const rows = [...page.container.querySelectorAll('tbody tr')].map((row) => row.textContent);
  expect(rows[0]).toContain('Ali192.168.1.7:5000');
  expect(rows[1]).toContain('signing in…192.168.1.8:5001');
});

it('says the messages per minute in a sentence beside the bars', async () => {
  const counts = Array.from({ length: 30 }, (_, at) => (at === 3 ? 5 : at === 4 ? 2 : 0));
  const { text } = await show({ messagesPerMinute: counts });
  await click(page.container.querySelectorAll('[role="tab"]')[2]);
  expect(page.container.querySelectorAll('rect')).toHaveLength(30);
  expect(text()).toContain('7 messages in the last 30 minutes, at most 5 in one.');
  expect(text()).toContain('2.5 MB');
});

it('R1.9 writes what happens in plain words', async () => {
  const { bridge, text } = await show();
  await click(button(page.container, 'Log'));
  expect(text()).toContain('Ready: the room is open and waits for people');
  const lines = [{ at: 2, event: 'left', name: 'Ali' } as const];
  await act(async () => bridge.push('host/logged', { room: kitchen, lines }));
  expect(text()).toContain('Ali left');
});

it('R1.9 finds lines of the log by their words, and says when there are none', async () => {
  const { bridge, text } = await show();
  await click(button(page.container, 'Log'));
  const lines = [
    { at: 2, event: 'left', name: 'Ali' },
    { at: 3, event: 'private-asked', name: 'Veli', other: 'Ali' },
  ] as const;
  await act(async () => bridge.push('host/logged', { room: kitchen, lines: [...lines] }));
  const search = page.container.querySelector<HTMLInputElement>('[role="search"] input');
  await type(search, 'PRIVATE');
  expect(text()).toContain('Veli asked Ali for a private chat');
  expect(text()).not.toContain('Ali left');
  await type(search, 'nothing like it');
  expect(text()).toContain('Nothing in the log is like that');
});

it('R3.10 opens the folder of the log’s files, or says where it is', async () => {
  const { bridge, text } = await show();
  bridge.answer({
    'host/open-log': () => ({
      ok: false,
      refusal: { code: 'folder-not-opened', subject: '/data/oda/logs' },
    }),
  });
  await click(button(page.container, 'Log'));
  await click(button(page.container, 'Open the folder'));
  expect(text()).toContain('/data/oda/logs');
});

it('W15 switches plain programs and the texts of the log on, and shows why it could not', async () => {
  const { bridge, text } = await show();
  bridge.answer({
    'host/change-options': ({ plain }) =>
      plain
        ? {
            ok: true,
            value: hostStatus({
              options: { plain: true, logTexts: false, access: 'open', files: usualFileTerms },
            }),
          }
        : { ok: false, refusal: { code: 'room-not-running' } },
  });
  await click(button(page.container, 'Options'));
  const [plain, logTexts] = page.container.querySelectorAll('[role="switch"]');
  expect(plain?.getAttribute('aria-checked')).toBe('false');
  await click(plain);
  expect(plain?.getAttribute('aria-checked')).toBe('true');
  await click(logTexts);
  expect(logTexts?.getAttribute('aria-checked')).toBe('false');
  expect(text()).toContain('This room is not open');
});

it('W6 a full disk is said calmly on every tab, and no more when there is space', async () => {
  const { bridge, text } = await show({ fullDisk: { freeBytes: 3_000_000 } });
  const notice = () => page.container.querySelector('[role="alert"]')?.textContent;
  expect(notice()).toMatch(
    /The disk is full.*are free.*refused.*read and search.*Remove something/,
  );
  await click(page.container.querySelectorAll('[role="tab"]')[3]);
  expect(notice()).toContain('The disk is full');
  await act(async () => bridge.push('host/changed', hostStatus()));
  expect(notice()).toBeUndefined();
  expect(text()).not.toContain('The disk is full');
});
