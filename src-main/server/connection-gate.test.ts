import { expect, it } from 'vitest';
import { limits } from '../../src-shared/protocol/limits.ts';
import { ConnectionGate, isOwnComputer, limitKey } from './connection-gate.ts';

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
});

it('takes an IPv6 network of 64 bits for one address', () => {
  expect(limitKey('2001:db8:1:2:aaaa::1')).toBe(limitKey('2001:db8:1:2:bbbb:cccc::9'));
  expect(limitKey('2001:db8::1')).toBe(limitKey('2001:db8:0:0:5::'));
  expect(limitKey('2001:db8:1:2::1')).not.toBe(limitKey('2001:db8:1:3::1'));
  expect(limitKey('192.168.1.9')).toBe('192.168.1.9');
});

it('knows loopback and memory as this computer itself', () => {
  expect(['127.0.0.1', '127.8.9.1', '::1', 'memory'].map(isOwnComputer)).not.toContain(false);
  expect(['10.0.0.7', '::2', '128.0.0.1'].map(isOwnComputer)).not.toContain(true);
});
