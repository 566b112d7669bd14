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
    ['8.8.8.8', 'public'],
    ['198.51.99.255', 'public'],
    ['198.51.100.1', 'local'],
    ['192.0.2.1', 'local'],
    ['203.0.113.7', 'local'],
    ['198.17.255.255', 'public'],
    ['198.18.0.1', 'local'],
    ['198.19.255.255', 'local'],
    ['198.20.0.0', 'public'],
    ['192.0.0.2', 'local'],
    ['0.1.2.3', 'local'],
    ['224.0.0.1', 'local'],
    ['239.255.255.255', 'local'],
    ['240.0.0.1', 'local'],
    ['255.255.255.255', 'local'],
    ['2001:db8::1', 'local'],
    ['2001:db9::1', 'public'],
    ['2001:2::1', 'local'],
    ['2001:2:1::1', 'public'],
    ['3fff::1', 'local'],
    ['3fff:1000::1', 'public'],
    ['2a02:8100::1', 'public'],
    ['fec0::1', 'local'],
    ['ff02::1', 'local'],
    ['64:ff9b::808:808', 'local'],
    ['::ffff:192.168.1.5', 'local'],
  ])('R2.1 %s is %s', (address, scope) => {
    expect(classifyAddress(address)).toBe(scope);
  });
});

describe('listOwnAddresses', () => {
  const interfaces = {
    lo: [info('127.0.0.1'), info('::1')],
    docker0: [info('172.17.0.1')],
    'br-0123456789ab': [info('172.18.0.1'), info('fd99::1')],
    eth1: [info('80.1.2.3'), info('2a02:8100::7')],
    tailscale0: [info('100.100.1.1')],
    usb0: [info('169.254.1.1')],
    wlan0: [info('fe80::1'), info('fd00::5'), info('192.168.1.5')],
    odd0: [info('0.0.0.0'), info('224.0.0.251'), info('ff02::1')],
    down: undefined,
  };
  const listed = (listensOn?: string): string[] =>
    listOwnAddresses({ interfaces, listensOn }).map(({ address }) => address);

  test('R2.1 the address to hand on comes first, this computer’s own last, and what nobody else can use not at all', () => {
    expect(listed()).toEqual([
      '192.168.1.5',
      '80.1.2.3',
      'fd00::5',
      '2a02:8100::7',
      '100.100.1.1',
      '169.254.1.1',
      '127.0.0.1',
      '::1',
    ]);
    expect(listed('::')).toEqual(listed());
  });

  test('R2.1 only addresses that are listened on are handed on', () => {
    expect(listed('0.0.0.0')).toEqual(listed().filter((address) => !address.includes(':')));
    expect(listed('127.0.0.1')).toEqual(['127.0.0.1']);
    expect(listed('::1')).toEqual(['::1']);
    expect(listed('192.168.1.5')).toEqual(['192.168.1.5']);
    expect(listed('::ffff:192.168.1.5')).toEqual(['192.168.1.5']);
    // Chosen by hand, they are what there is; one of them is on no list of the system's.
    expect(listed('172.17.0.1')).toEqual(['172.17.0.1']);
    expect(listOwnAddresses({ interfaces, listensOn: '127.0.0.9' })).toEqual([
      { address: '127.0.0.9', family: 4, scope: 'loopback', network: '' },
    ]);
  });

  test('R2.1 each address says its family, how far it reaches and on which network it is', () => {
    const wlan0 = [info('192.168.1.5'), info('2a02:8100::7')];
    expect(listOwnAddresses({ interfaces: { wlan0 } })).toEqual([
      { address: '192.168.1.5', family: 4, scope: 'local', network: 'wlan0' },
      { address: '2a02:8100::7', family: 6, scope: 'public', network: 'wlan0' },
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
