import { expect, test } from 'vitest';
import { missingPlainPrograms } from './plain-programs.mjs';

const missing = (path: string, there: string[]) =>
  missingPlainPrograms({ path, exists: (candidate) => there.includes(candidate) });

test('plain programs are looked for in all folders of the PATH', () => {
  const there = [
    '/usr/bin/nc',
    '/usr/bin/tmux',
    '/usr/bin/python3',
    '/usr/bin/tcpdump',
    '/opt/bin/irssi',
    '/opt/bin/telnet',
  ];
  expect(missing('/opt/bin:/usr/bin', there)).toEqual(['weechat-headless']);
  expect(missing('/usr/bin', there)).toEqual(['telnet', 'irssi', 'weechat-headless']);
});

test('without a PATH none is there', () => {
  expect(missing('', ['nc', '/nc'])).toEqual([
    'nc',
    'telnet',
    'irssi',
    'weechat-headless',
    'tmux',
    'python3',
    'tcpdump',
  ]);
});
