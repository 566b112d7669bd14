import { expect, it } from 'vitest';
import { limits } from '../../src-shared/protocol/limits.ts';
import { ConnectionGate, isOwnComputer, limitKey, networkOf } from './connections.ts';

it('lets twenty connections a minute in from one address, then refuses it for five minutes', () => {
  const gate = new ConnectionGate(1000);
  const arrivals = Array.from({ length: 21 }, (_, i) => gate.arrive('10.0.0.7', i));
  expect(arrivals.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => undefined));
  expect(arrivals[20]).toEqual({
    code: 'too-many-connections',
    retryAfterMs: limits.connectionRefusalMs,
  });
  expect(gate.arrive('10.0.0.8', 30)).toBeUndefined();
  expect(gate.arrive('10.0.0.7', 20 + limits.connectionRefusalMs - 1)).toBeDefined();
  expect(gate.arrive('10.0.0.7', 20 + limits.connectionRefusalMs + 1)).toBeUndefined();
});

it('counts the open connections of an address and gives a place back when one ends', () => {
  const gate = new ConnectionGate(2);
  expect(gate.arrive('10.0.0.7', 0)).toBeUndefined();
  expect(gate.arrive('10.0.0.7', 1)).toBeUndefined();
  expect(gate.arrive('10.0.0.7', 2)).toEqual({ code: 'too-many-connections' });
  gate.left('10.0.0.7');
  expect(gate.arrive('10.0.0.7', 3)).toBeUndefined();
  gate.left('10.0.0.7');
  gate.left('10.0.0.7');
  expect(gate.arrive('10.0.0.7', 4)).toBeUndefined();
  expect(gate.arrive('10.0.0.7', 5)).toBeUndefined();
  expect(gate.arrive('10.0.0.7', 6)).toBeDefined();
});

it.each([
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2/64'],
  ['2001:db8::3:4:5:6:7', '2001:db8:0:3/64'],
  ['2001:db8:1::', '2001:db8:1:0/64'],
  ['::1', '0:0:0:0/64'],
])('the network of %s is %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

it('takes an IPv6 network of 64 bits for one address, but not its own', () => {
  const none = new Set<string>();
  const key = (address: string) => limitKey(address, () => none);
  expect(key('2001:db8:1:2:aaaa::1')).toBe(key('2001:db8:1:2:bbbb:cccc::9'));
  expect(key('2001:db8::1')).toBe(key('2001:db8:0:0:5::'));
  expect(key('2001:db8:1:2::1')).not.toBe(key('2001:db8:1:3::1'));
  expect(key('192.168.1.9')).toBe('192.168.1.9');
  for (const whole of ['fe80::1%eth0', 'febf::1', 'fc00::1', 'fd12:3456::9']) {
    expect(key(whole)).toBe(whole);
  }
  expect(key('fec0::1')).not.toBe('fec0::1');
  const own = new Set([networkOf('2001:db8:1:2::77')]);
  expect(limitKey('2001:db8:1:2:aaaa::1', () => own)).toBe('2001:db8:1:2:aaaa::1');
  expect(limitKey('2001:db8:1:3:aaaa::1', () => own)).toBe(networkOf('2001:db8:1:3::'));
});

it('lets thirty pupils in who share one IPv6 network, and no more than 64', () => {
  const gate = new ConnectionGate(limits.sessionsPerAddress);
  const arrive = (pupil: number) =>
    gate.arrive(
      limitKey(`2001:db8:1:2::${pupil.toString(16)}`, () => new Set()),
      pupil,
    );
  const pupils = Array.from({ length: 65 }, (_, pupil) => arrive(pupil));
  expect(pupils.slice(0, limits.sessionsPerNetwork).every((refused) => !refused)).toBe(true);
  expect(pupils[limits.sessionsPerNetwork]).toEqual({ code: 'too-many-connections' });
});

it('knows loopback and memory as this computer itself', () => {
  expect(['127.0.0.1', '127.8.9.1', '::1', 'memory'].map(isOwnComputer)).not.toContain(false);
  expect(['10.0.0.7', '::2', '128.0.0.1'].map(isOwnComputer)).not.toContain(true);
});

it('remembers ten thousand refused addresses and no more', () => {
  const gate = new ConnectionGate(1000);
  const flood = (address: string) => {
    for (let i = 0; i <= limits.connectionsPerAddressPerMinute; i += 1) gate.arrive(address, 0);
  };
  for (let number = 0; number <= 10_000; number += 1) flood(`10.0.${number}`);
  const later = 60_001;
  expect(gate.arrive('10.0.9999', later)).toMatchObject({ code: 'too-many-connections' });
  expect(gate.arrive('10.0.10000', later)).toBeUndefined();
});
