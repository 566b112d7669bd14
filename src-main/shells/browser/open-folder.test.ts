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
  const opened = runProgram({ program: 'sleep', path: '2', clock: waiting });
  waiting.advance(2000);
  expect(await opened).toBe(true);
});
