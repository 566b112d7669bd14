import { useState } from 'react';
import { afterEach, expect, it } from 'vitest';
import type { NetworkFinding } from '../../src-shared/host/network-finding.ts';
import type { PortMapping } from '../../src-shared/host/port-mapping.ts';
import { refused } from '../../src-shared/protocol/outcome.ts';
import { button, click } from '../ui/testing/render.tsx';
import { useAppStores } from '../window/app-context.tsx';
import { hostStatus, kitchen, renderInApp, type SampleApp } from '../window/testing/sample-app.tsx';
import { createHostStore } from './host-store.ts';
import { InviteView } from './invite-view.tsx';
import { NetworkView } from './network-view.tsx';

let page: SampleApp;
afterEach(() => page.unmount());

const bound: NetworkFinding = { code: 'bound', level: 'good', port: 12_345 };
const ufw: NetworkFinding = {
  code: 'firewall-ufw',
  level: 'hint',
  port: 12_345,
  command: 'sudo ufw allow 12345/tcp',
};

function Shown({ mapping = { is: 'off' } }: { mapping?: PortMapping }) {
  const { bridge } = useAppStores();
  const [store] = useState(() => createHostStore(bridge, kitchen));
  const status = hostStatus({ mapping });
  return (
    <>
      <NetworkView store={store} status={status} />
      <InviteView store={store} status={status} />
    </>
  );
}

const show = async (findings: NetworkFinding[], mapping?: PortMapping) => {
  page = await renderInApp(<Shown {...(mapping && { mapping })} />, {
    handlers: {
      'host/network': () => ({ ok: true, value: findings }),
      'host/invites': () => ({ ok: true, value: [] }),
      'host/change-network': () => refused({ code: 'room-not-running' }),
    },
  });
};

it('each finding stands with what to do next, and a command with a button that copies it', async () => {
  await show([bound, ufw]);
  const [first, second] = page.container.querySelectorAll('li');
  expect(first?.textContent).toContain('The room is open at port 12345');
  expect(first?.textContent).toContain('Hand on one of the addresses');
  expect(first?.querySelector('[role="img"]')?.getAttribute('aria-label')).toBe('Works');
  expect(second?.querySelector('code')?.textContent).toBe('sudo ufw allow 12345/tcp');
  expect(second?.querySelector('button[aria-label="Copy command"]')).not.toBeNull();
});

it('looks again while it is open: networks come and go', async () => {
  await show([bound]);
  const none: NetworkFinding = { code: 'no-network', level: 'bad', port: 12_345 };
  page.bridge.answer({ 'host/network': () => ({ ok: true, value: [bound, none] }) });
  page.clock.advance(5000);
  await page.update(<Shown />);
  expect(page.container.textContent).toContain('This computer is on no network.');
});

it('the router is asked only once the host wants it, and a refusal is shown', async () => {
  await show([bound]);
  const wanted = page.container.querySelector<HTMLElement>('[role="switch"]');
  expect(wanted?.getAttribute('aria-checked')).toBe('false');
  expect(wanted?.closest('label')?.textContent).toContain('anybody on the internet can knock');
  await click(wanted ?? button(page.container, ''));
  const [asked] = page.bridge.asked('host/change-network');
  expect(asked).toEqual({ room: kitchen, isPortMapped: true });
  expect(page.container.querySelector('[role="alert"]')).not.toBeNull();
});

it('what the router opened stands among the addresses, and nothing about forwarding by hand', async () => {
  await show([bound], { is: 'mapped', address: '93.184.216.34', port: 40_000 });
  expect(page.container.textContent).toContain('93.184.216.34:40000');
  expect(page.container.textContent).toContain('by the router');
  expect(page.container.textContent).not.toContain('port forwarding');
  expect(page.container.querySelector('[role="switch"]')?.getAttribute('aria-checked')).toBe(
    'true',
  );
});
