import { expect, it } from 'vitest';
import type { FileState } from '../../src-shared/bridge/files.ts';
import { createI18n } from '../i18n/create-i18n.ts';
import { createFormat } from '../i18n/format.ts';
import type { FileWish } from '../room/file-store.ts';
import { hashOf } from '../bridge/testing/memory-bridge.ts';
import { roomId } from '../bridge/testing/sample-room.ts';
import { fileStanding, standingWords } from './file-standing.ts';

const mb = 1_000_000;
const state = (more: Partial<FileState>): FileState => ({
  room: roomId,
  hash: hashOf('a'),
  is: 'down',
  done: 4 * mb,
  size: 10 * mb,
  bytesPerSecond: 2 * mb,
  ...more,
});
const saved: FileWish = { is: 'saved', file: { path: '/a.txt', name: 'a (2).txt' } };
const failed: FileWish = { is: 'failed', what: 'save', refusal: { code: 'data-full' } };

type Row = [
  what: string,
  state: FileState | undefined,
  wish: FileWish | undefined,
  is: string,
  words?: string,
];

it.each<Row>([
  ['unknown', undefined, undefined, 'idle'],
  ['here', state({ is: 'here' }), undefined, 'idle'],
  ['asked for', undefined, { is: 'saving' }, 'waiting', 'Waiting its turn'],
  ['coming', state({}), { is: 'saving' }, 'down', 'Coming · 40% · 2 MB/s · 3 seconds left'],
  ['going', state({ is: 'up' }), undefined, 'up', 'Sending · 40% · 2 MB/s · 3 seconds left'],
  ['standing still', state({ bytesPerSecond: 0 }), undefined, 'down', 'Coming · 40%'],
  [
    'nearly there',
    state({ done: 10 * mb - 1, bytesPerSecond: 0 }),
    undefined,
    'down',
    'Coming · 99%',
  ],
  ['stopped', state({ is: 'stopped' }), undefined, 'stopped', 'Stopped at 40%'],
  [
    'stopped by hand',
    state({ is: 'stopped', refusal: { code: 'file-stopped' } }),
    undefined,
    'stopped',
    'Stopped at 40%',
  ],
  ['refused', state({ is: 'stopped', refusal: { code: 'no-such-file' } }), undefined, 'failed'],
  ['withdrawn', state({ is: 'stopped', refusal: { code: 'file-withdrawn' } }), undefined, 'failed'],
  ['not saved', state({ is: 'here' }), failed, 'failed'],
  ['saved', state({ is: 'here' }), saved, 'saved', 'Saved as a (2).txt'],
])('a file that is %s says so', (...row) => {
  const [, known, wish, is, words] = row;
  const { t } = createI18n('en');
  const standing = fileStanding(known, wish);
  expect(standing.is).toBe(is);
  const format = createFormat({ t, language: 'en' });
  expect(standingWords(standing, { t, format, isLive: true })).toBe(words);
  const offline = standingWords(standing, { t, format, isLive: false });
  expect(offline).toBe(is === 'waiting' ? 'Waiting for the connection' : words);
});

it('of a private chat it says whether the partner has stopped it, is away, or has it to give yet', () => {
  const { t } = createI18n('en');
  const format = createFormat({ t, language: 'en' });
  const words = (known: FileState, isAway: boolean) =>
    standingWords(fileStanding(known, { is: 'saving' }), {
      t,
      format,
      isLive: true,
      partner: { name: 'Ali', isAway },
    });
  const waiting = state({ is: 'waiting' });
  expect(words(waiting, false)).toBe('Waits for Ali');
  expect(words(waiting, true)).toBe('Ali is not connected; it goes on when they are back');
  const stopped = state({ is: 'stopped', refusal: { code: 'file-stopped-there' } });
  expect(words(stopped, false)).toBe('Ali stopped it at 40%; it goes on when they go on');
});
