import { expect, test } from 'vitest';
import { admitRequest } from './ipc-guard.ts';

const own = { url: 'oda-app://oda/index.html', isMainFrame: true };
const request = { name: 'app/start', params: {} };

test('a request of an own page is admitted', () => {
  expect(admitRequest(own, request)).toEqual(request);
  const second = { url: 'oda-app://oda/index.html#/window/x', isMainFrame: true };
  expect(admitRequest(second, request)).toEqual(request);
});

test('a frame in a page, another page and a frame that has gone are not', () => {
  expect(admitRequest({ ...own, isMainFrame: false }, request)).toBeUndefined();
  expect(admitRequest({ ...own, url: 'https://example.com/' }, request)).toBeUndefined();
  expect(admitRequest({ ...own, url: 'file:///index.html' }, request)).toBeUndefined();
  expect(admitRequest({ ...own, url: '' }, request)).toBeUndefined();
  expect(admitRequest(undefined, request)).toBeUndefined();
});

test.each([
  [undefined],
  [null],
  ['app/start'],
  [[]],
  [{}],
  [{ name: 1 }],
  [{ name: 'a'.repeat(65) }],
])('a message of another shape is not: %j', (message) => {
  expect(admitRequest(own, message)).toBeUndefined();
});
