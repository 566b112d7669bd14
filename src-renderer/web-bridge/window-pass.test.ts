import { beforeEach, expect, test } from 'vitest';
import { windowPass, type PassWindow } from './connect-web-bridge.ts';

let hash: string;
let shown: string[];
let left: string[];
let stored: Map<string, string>;

beforeEach(() => {
  hash = '';
  shown = [];
  left = [];
  stored = new Map();
});

const page = (): PassWindow => ({
  location: { hash, replace: (to) => left.push(String(to)) },
  history: { replaceState: (_state, _title, to) => shown.push(String(to)) },
  sessionStorage: {
    getItem: (key) => stored.get(key) ?? null,
    setItem: (key, value) => stored.set(key, value),
  },
});

test('the token of the address is taken from it at once, and the session takes its place', () => {
  hash = '#token=abc';
  const pass = windowPass(page());
  expect(pass.secret()).toBe('abc');
  expect(shown).toEqual(['/']);
  expect([...stored.values()]).toEqual([]);
  pass.keep('session');
  expect(pass.secret()).toBe('session');
  hash = '#/room/kitchen';
  expect(windowPass(page()).secret()).toBe('session');
  expect(shown).toHaveLength(1);
});

test('a new address counts for more than what the window had before', () => {
  stored.set('oda-session', 'old');
  hash = '#token=new';
  expect(windowPass(page()).secret()).toBe('new');
});

test('a window whose secret opens nothing says so instead of the app', () => {
  const pass = windowPass(page());
  expect(pass.secret()).toBe('');
  pass.turnedAway();
  expect(left).toEqual(['/used']);
});
