import { expect, it } from 'vitest';
import { ManualClock } from '../../src-shared/outside/manual-clock.ts';
import type { HostAddress } from '../../src-shared/host/host-network.ts';
import { listOwnNames } from './own-names.ts';

const own: HostAddress[] = [
  { address: '192.168.1.5', family: 4, scope: 'local', network: 'wlan0' },
  { address: '127.0.0.1', family: 4, scope: 'loopback', network: 'lo' },
];
const names = (found: Record<string, string[]>, name = 'Lenovo') =>
  listOwnNames(own, {
    clock: new ManualClock(),
    name: () => name,
    look: async (each) => {
      const addresses = found[each];
      if (!addresses) throw new Error('ENOTFOUND');
      return addresses.map((address) => ({ address }));
    },
  });

it('a name counts that leads to this computer on its network, and to nothing else', async () => {
  const home = ['192.168.1.5'];
  expect(await names({ lenovo: home, 'lenovo.local': home })).toEqual(['lenovo', 'lenovo.local']);
  expect(await names({ 'lenovo.local': home })).toEqual(['lenovo.local']);
  expect(await names({ lenovo: ['127.0.1.1'], 'lenovo.local': ['127.0.0.1'] })).toEqual([]);
  expect(await names({ lenovo: ['192.168.1.5', '10.9.9.9'] })).toEqual([]);
  expect(await names({ 'pc.example': home }, 'pc.example')).toEqual(['pc.example']);
  expect(await names({ 'no name': home }, 'no name')).toEqual([]);
});

it('a name that nobody answers for in time is none', async () => {
  const clock = new ManualClock();
  const asked = listOwnNames(own, { clock, look: () => new Promise(() => undefined) });
  clock.advance(1000);
  expect(await asked).toEqual([]);
});
