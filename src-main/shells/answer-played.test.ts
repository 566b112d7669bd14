import { expect, it } from 'vitest';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { PlayedFile } from '../app/played-files.ts';
import { answerPlayed, playedToken } from './answer-played.ts';

const sound = Buffer.alloc(3 * limits.fileBlockBytes, 'do re mi ');
const song: PlayedFile = {
  type: 'audio/mpeg',
  size: sound.length,
  read: async ({ from, to }) => sound.subarray(from, to),
};

const thrown = (error: unknown): void => {
  throw error;
};

function play(range: string | undefined, file: PlayedFile | undefined = song) {
  return answerPlayed({ played: async () => file }, { token: 'any', range }, thrown);
}

it('a sound is given in parts of a block at most, and nothing runs in it', async () => {
  const { status, headers, bytes } = await play('bytes=0-');
  expect(status).toBe(206);
  expect(Buffer.from(bytes ?? []).equals(sound.subarray(0, limits.fileBlockBytes))).toBe(true);
  expect(headers).toMatchObject({
    'Content-Type': 'audio/mpeg',
    'Content-Length': String(limits.fileBlockBytes),
    'Content-Range': `bytes 0-${limits.fileBlockBytes - 1}/${sound.length}`,
    'Accept-Ranges': 'bytes',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
    'Cross-Origin-Resource-Policy': 'same-origin',
  });
});

it.each([
  ['bytes=3-7', 3, 8],
  ['bytes=-5', sound.length - 5, sound.length],
  [`bytes=${sound.length - 1}-`, sound.length - 1, sound.length],
  [`bytes=${sound.length - 2}-999999999999999`, sound.length - 2, sound.length],
  ['bytes=-999999999999999', 0, limits.fileBlockBytes],
])('%s is from %d up to %d', async (range, from, to) => {
  const { headers, bytes } = await play(range);
  expect(headers['Content-Range']).toBe(`bytes ${from}-${to - 1}/${sound.length}`);
  expect(Buffer.from(bytes ?? []).equals(sound.subarray(from, to))).toBe(true);
});

it.each([
  undefined,
  '',
  'bytes=',
  'bytes=-',
  'bytes=-0',
  'bytes=5-2',
  `bytes=${sound.length}-`,
  'bytes=0-1,3-4',
  'bytes=1e3-',
  'bytes=9999999999999999-',
  'items=0-',
])('%s is no part of it', async (range) => {
  const { status, headers, bytes } = await play(range);
  expect([status, bytes]).toEqual([416, undefined]);
  expect(headers['Content-Range']).toBe(`bytes */${sound.length}`);
});

it('what is not there, or has gone from the disk, is not found', async () => {
  const nobody = answerPlayed(
    { played: async () => undefined },
    { token: 'x', range: 'bytes=0-' },
    thrown,
  );
  expect((await nobody).status).toBe(404);
  for (const left of [undefined, sound.subarray(0, 0)])
    expect((await play('bytes=0-', { ...song, read: async () => left })).status).toBe(404);
});

it('only what lies below its own path is an address of it', () => {
  expect(playedToken('/played/abc')).toBe('abc');
  expect([playedToken('/play/abc'), playedToken('/index.html'), playedToken('')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

it('what goes wrong is reported, whichever shell asks', async () => {
  const reported: unknown[] = [];
  const wrong = new Error('wrong');
  const app = { played: () => Promise.reject(wrong) };
  const asked = { token: 'any', range: 'bytes=0-' };
  const { status } = await answerPlayed(app, asked, (error) => reported.push(error));
  expect([status, reported]).toEqual([500, [wrong]]);
});
