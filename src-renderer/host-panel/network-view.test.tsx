import { afterEach, expect, it } from 'vitest';
import type { NetworkFinding } from '../../src-shared/host/network-finding.ts';
import { kitchen, renderInApp, type SampleApp } from '../window/testing/sample-app.tsx';
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

it('each finding stands with what to do next, and a command with a button that copies it', async () => {
  page = await renderInApp(<NetworkView room={kitchen} />, {
    handlers: { 'host/network': () => ({ ok: true, value: [bound, ufw] }) },
  });
  const [first, second] = page.container.querySelectorAll('li');
  expect(first?.textContent).toContain('The room is open at port 12345');
  expect(first?.textContent).toContain('Hand on one of the addresses');
  expect(first?.querySelector('[role="img"]')?.getAttribute('aria-label')).toBe('Works');
  expect(second?.querySelector('code')?.textContent).toBe('sudo ufw allow 12345/tcp');
  expect(second?.querySelector('button[aria-label="Copy command"]')).not.toBeNull();
});

it('looks again while it is open: networks come and go', async () => {
  page = await renderInApp(<NetworkView room={kitchen} />, {
    handlers: { 'host/network': () => ({ ok: true, value: [bound] }) },
  });
  const none: NetworkFinding = { code: 'no-network', level: 'bad', port: 12_345 };
  page.bridge.answer({ 'host/network': () => ({ ok: true, value: [bound, none] }) });
  page.clock.advance(5000);
  await page.update(<NetworkView room={kitchen} />);
  expect(page.container.textContent).toContain('This computer is on no network.');
});
