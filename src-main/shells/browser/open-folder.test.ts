import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ManualClock } from '../../../src-shared/outside/manual-clock.ts';
import { folderOpener, runProgram } from './open-folder.ts';

const clock = new ManualClock();

test('where nothing can be shown no folder can', () => {
  expect(folderOpener({ platform: 'linux', env: {}, clock })).toBeUndefined();
  expect(folderOpener({ platform: 'linux', env: { DISPLAY: ':0' }, clock })).toBeTypeOf('function');
  expect(folderOpener({ platform: 'win32', env: {}, clock })).toBeTypeOf('function');
});

test('a program that fails or is not there has not opened the folder', async () => {
  const run = { clock, path: '--version' };
  expect(await runProgram({ ...run, program: process.execPath })).toBe(true);
  expect(await runProgram({ ...run, program: process.execPath, path: '/no/such/folder' })).toBe(
    false,
  );
  expect(await runProgram({ ...run, program: '/no/such/program' })).toBe(false);
});

test('one that runs on has opened it', async () => {
  const waiting = new ManualClock();
  let isOpened: boolean | undefined;
  const opened = runProgram({ program: 'sleep', path: '5', clock: waiting });
  void opened.then((is) => (isOpened = is));
  waiting.advance(1999);
  await nextTurn();
  expect(isOpened).toBeUndefined();
  waiting.advance(1);
  expect(await opened).toBe(true);
});

test('one that has ended is waited for no longer', async () => {
  const waiting = new ManualClock();
  await runProgram({ program: process.execPath, path: '--version', clock: waiting });
  expect(waiting.pendingTimers).toBe(0);
});
