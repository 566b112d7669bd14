import { expect, test } from 'vitest';
import { pieceBytes } from './channels.ts';
import { admitFile, admitPiece, admitRequest, admitStage } from './ipc-guard.ts';

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

const file = { stage: 3, name: 'a.png', path: '/people/ali/a.png' };
const piece = { stage: 1, name: 'a.png', at: 0, bytes: new Uint8Array(8), isLast: true };

test('a file is taken from an own page and from nobody else, with a path or in small pieces', () => {
  expect(admitFile(own, file)).toEqual(file);
  expect(admitPiece(own, piece)).toEqual(piece);
  for (const sender of [undefined, { ...own, isMainFrame: false }, { ...own, url: 'https://a.b/' }])
    expect([admitFile(sender, file), admitPiece(sender, piece), admitStage(sender, 3)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  expect([admitStage(own, 3), admitStage(own, '3')]).toEqual([3, undefined]);
  for (const broken of [
    null,
    {},
    { name: 'a' },
    { ...file, path: '' },
    { ...file, path: 7 },
    { ...file, stage: -1 },
    { ...file, private: 'x' },
  ])
    expect(admitFile(own, broken)).toBeUndefined();
  for (const change of [
    { bytes: new Uint8Array(pieceBytes + 1) },
    { bytes: [1, 2] },
    { at: -1 },
    { stage: '1' },
    { isLast: undefined },
  ])
    expect(admitPiece(own, { ...piece, ...change })).toBeUndefined();
});
