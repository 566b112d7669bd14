import { expect, test } from 'vitest';
import { readLaunchArguments } from './launch-arguments.ts';

test('the data folder and the language are read', () => {
  const args = ['--no-sandbox', '--data', '/tmp/oda', '--lang=tr', 'oda://room', '--no-nearby'];
  const read = { dataFolder: '/tmp/oda', language: 'tr', isHidden: true };
  expect(readLaunchArguments(args)).toEqual(read);
});

test('what is not understood is left to Chromium', () => {
  const args = ['--data', '--lang=xx', '--inspect=0', '--', '-psn_0_1'];
  expect(readLaunchArguments(args)).toEqual({});
  expect(readLaunchArguments(['--data='])).toEqual({});
});
