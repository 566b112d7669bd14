import { expect, it } from 'vitest';
import { roomView } from '../window/testing/sample-app.tsx';
import { portsOf, unusedName, unusedPort } from './welcome-store.ts';

it('a port that no room of this computer is known at', () => {
  const rooms = [
    roomView({ address: 'localhost:12345' }),
    roomView({ address: 'localhost:12346' }),
  ];
  expect(unusedPort(portsOf([]))).toBe(12345);
  expect(unusedPort(portsOf(rooms))).toBe(12347);
  expect(unusedPort(portsOf(rooms), 12346)).toBe(12347);
  expect(unusedPort(portsOf(rooms), 65_536)).toBe(12347);
  expect(unusedPort(new Set([65_535]), 65_535)).toBe(1024);
});

it('a name that tells the room from those that there are', () => {
  const named = (...names: string[]) => names.map((name) => roomView({ name }));
  expect(unusedName('Ece’s room', [])).toBe('Ece’s room');
  expect(unusedName('Ece’s room', named('ECE’S ROOM'))).toBe('Ece’s room 2');
  expect(unusedName('Ece’s room', named('Ece’s room', 'Ece’s room 2'))).toBe('Ece’s room 3');
});
