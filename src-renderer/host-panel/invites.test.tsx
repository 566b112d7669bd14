import { afterEach, expect, it } from 'vitest';
import decodeQR from 'qr/decode.js';
import type { InviteOfRoom } from '../../src-shared/bridge/host.ts';
import type { InviteId } from '../../src-shared/protocol/ids.ts';
import { hostStatus, kitchen, renderInApp, roomView } from '../window/testing/sample-app.tsx';
import type { SampleApp } from '../window/testing/sample-app.tsx';
import { button, click, press } from '../ui/testing/render.tsx';
import { HostPanel } from './host-panel.tsx';

let page: SampleApp;
afterEach(() => page.unmount());

const link = `oda://join/${'A'.repeat(300)}`;
const invite = (more: Partial<InviteOfRoom> = {}): InviteOfRoom => ({
  invite: 'i'.repeat(43) as InviteId,
  role: 'member',
  madeAt: Date.now(),
  used: 0,
  names: [],
  link,
  ...more,
});

async function show(first: InviteOfRoom[] = []) {
  let invites = first;
  page = await renderInApp(<HostPanel room={kitchen} rules={null} />, {
    start: { rooms: [roomView({ hosted: true })] },
    handlers: {
      'host/status': () => ({ ok: true, value: hostStatus() }),
      'host/log': () => ({ ok: true, value: [] }),
      'host/invites': () => ({ ok: true, value: invites }),
      'host/make-invite': ({ role }) => {
        invites = [invite({ role, link }), ...invites];
        return { ok: true, value: { link, invites } };
      },
      'host/revoke-invite': () => {
        invites = [];
        return { ok: true, value: [] };
      },
    },
  });
  return () => page.container.textContent;
}

it('one click makes an invite for a week and shows it as link, QR code and code to read aloud', async () => {
  const text = await show();
  expect(text()).not.toContain('oda://join/');
  await click(button(page.container, 'Copy a new invite link'));
  expect(page.bridge.asked('host/make-invite')).toEqual([
    { room: kitchen, role: 'member', lifetimeMs: 7 * 24 * 60 * 60_000 },
  ]);
  expect(text()).toContain(link);
  // The pin of the sample is the letter p alone.
  expect(text()).toMatch(/Code to read aloud: [0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]/);
  expect(readFigure(page.container.querySelector('figure[aria-label^="QR"]'))).toBe(link);
});

it('shown large, it fills the window with name, code and address, and Esc closes it', async () => {
  await show([invite({ link })]);
  await click(button(page.container, 'Show large'));
  const dialog = document.querySelector('[role="dialog"]');
  expect(dialog?.textContent).toContain('Join “Kitchen” with Oda');
  expect(dialog?.textContent).toContain('192.168.1.5:12345');
  expect(readFigure(dialog?.querySelector('figure'))).toBe(link);
  await press(document.activeElement ?? document.body, 'Escape');
  expect(document.querySelector('[role="dialog"]')).toBeNull();
});

it('the list says who has come by which, what is left of it, and takes it back', async () => {
  const text = await show([
    invite({ uses: 3, used: 3, names: ['Veli', 'Ali'], role: 'guest' }),
    invite({ invite: 'j'.repeat(43) as InviteId, uses: 1, used: 1, names: ['Can'], link }),
    invite({ invite: 'k'.repeat(43) as InviteId, expiresAt: 1 }),
  ]);
  const entries = [...page.container.querySelectorAll('ul[aria-labelledby] li')].map(
    ({ textContent }) => textContent,
  );
  expect(entries[0]).toContain('Guest');
  expect(entries[0]).toContain('3 of 3 have come');
  expect(entries[0]).toContain('Veli, Ali, and 1 more');
  expect(entries[1]).toContain('Used up');
  expect(entries[2]).toContain('Ended');
  // One that lets nobody in any more is not handed on.
  expect(page.container.querySelector('figure[aria-label^="QR"]')).toBeNull();
  await click(page.container.querySelector('button[aria-label^="Revoke"]'));
  expect(page.bridge.asked('host/revoke-invite')).toEqual([
    { room: kitchen, invite: 'i'.repeat(43) },
  ]);
  expect(text()).not.toContain('Veli');
});

/** Draws its path as a picture, and reads that as a camera would. */
function readFigure(figure: Element | null | undefined): string {
  const scale = 4;
  const size = Number(figure?.querySelector('svg')?.getAttribute('viewBox')?.split(' ')[2]) + 6;
  const side = size * scale;
  const data = new Uint8Array(side * side * 4).fill(255);
  const path = figure?.querySelector('path')?.getAttribute('d') ?? '';
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h/g))
    for (let row = 0; row < scale; row += 1)
      for (let column = 0; column < scale; column += 1) {
        const at = ((Number(y) + 3) * scale + row) * side + (Number(x) + 3) * scale + column;
        data.fill(0, at * 4, at * 4 + 3);
      }
  return decodeQR({ width: side, height: side, data }, { effort: 8, timeLimit: 5000 });
}
