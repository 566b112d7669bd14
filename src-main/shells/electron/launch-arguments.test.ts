import { expect, test } from 'vitest';
import { readLaunchArguments } from './launch-arguments.ts';

test('the data folder and the language are read', () => {
  const args = ['--no-sandbox', '--data', '/tmp/oda', '--lang=tr', '--no-nearby', 'oda://room'];
  const read = { dataFolder: '/tmp/oda', language: 'tr', isHidden: true };
  expect(readLaunchArguments(args)).toEqual(read);
});

test('what is not understood is left to Chromium', () => {
  const args = ['--data', '--lang=xx', '--inspect=0', '--', '-psn_0_1'];
  expect(readLaunchArguments(args)).toEqual({});
  expect(readLaunchArguments(['--data='])).toEqual({});
});

test('a link brings no options with it, whatever was written behind it', () => {
  const injected = ['--data', '\\\\evil\\share', '--no-sandbox', '--lang=tr', '--no-nearby'];
  for (const link of ['oda://join/AAAA', 'ODA:x', '"oda://join/AAAA'])
    expect(readLaunchArguments([link, ...injected])).toEqual({});
  expect(readLaunchArguments(['--lang=en', 'oda://join/AAAA', ...injected])).toEqual({
    language: 'en',
  });
  // All in one, as a shell that does not divide it hands it on.
  expect(readLaunchArguments([`oda://join/AAAA" ${injected.join(' ')}`])).toEqual({});
});
