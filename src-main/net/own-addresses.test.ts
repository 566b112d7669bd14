import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, test } from 'vitest';
import { classifyAddress, listOwnAddresses, plainAddress } from './own-addresses.ts';

function info(address: string): NetworkInterfaceInfo {
  const rest = { address, netmask: '', mac: '', internal: false, cidr: null };
  return address.includes(':')
    ? { ...rest, family: 'IPv6', scopeid: 0 }
    : { ...rest, family: 'IPv4' };
}

describe('classifyAddress', () => {
  test.each([
    ['127.0.0.1', 'loopback'],
    ['127.9.9.9', 'loopback'],
    ['::1', 'loopback'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['10.0.0.1', 'local'],
    ['172.16.0.1', 'local'],
    ['172.31.255.255', 'local'],
    ['172.32.0.0', 'public'],
    ['192.168.1.5', 'local'],
    ['192.169.1.5', 'public'],
    ['100.63.255.255', 'public'],
    ['100.64.0.1', 'local'],
    ['100.127.255.255', 'local'],
    ['100.128.0.0', 'public'],
    ['169.254.3.4', 'local'],
    ['fd12::1', 'local'],
    ['fc00::1', 'local'],
    ['fe80::1', 'local'],
    ['2001:db8::1', 'public'],
    ['8.8.8.8', 'public'],
    ['::ffff:192.168.1.5', 'local'],
  ])('R2.1 %s is %s', (address, scope) => {
    expect(classifyAddress(address)).toBe(scope);
  });
});

describe('listOwnAddresses', () => {
  test('R2.1 the address to hand on comes first, this computer’s own last', () => {
    const addresses = listOwnAddresses({
      lo: [info('127.0.0.1'), info('::1')],
      docker0: [info('172.17.0.1')],
      eth1: [info('203.0.113.7'), info('2001:db8::7')],
      tailscale0: [info('100.100.1.1')],
      usb0: [info('169.254.1.1')],
      wlan0: [info('fe80::1'), info('fd00::5'), info('192.168.1.5')],
      down: undefined,
    });
    expect(addresses.map(({ address }) => address)).toEqual([
      '192.168.1.5',
      '203.0.113.7',
      'fd00::5',
      '2001:db8::7',
      '172.17.0.1',
      '100.100.1.1',
      '169.254.1.1',
      '127.0.0.1',
      '::1',
    ]);
  });

  test('R2.1 each address says its family, how far it reaches and on which network it is', () => {
    expect(listOwnAddresses({ wlan0: [info('192.168.1.5'), info('2001:db8::7')] })).toEqual([
      { address: '192.168.1.5', family: 4, scope: 'local', network: 'wlan0' },
      { address: '2001:db8::7', family: 6, scope: 'public', network: 'wlan0' },
    ]);
  });

  test('R2.1 those of this machine are found without being told', () => {
    const scopes = listOwnAddresses().map(({ scope }) => scope);
    expect(scopes).toContain('loopback');
  });
});

test.each([
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['::FFFF:192.0.2.1', '192.0.2.1'],
  ['192.0.2.1', '192.0.2.1'],
  ['2001:db8::7', '2001:db8::7'],
  ['::ffff:0:1', '::ffff:0:1'],
])('R0.1 %s is shown as %s', (address, plain) => {
  expect(plainAddress(address)).toBe(plain);
});
