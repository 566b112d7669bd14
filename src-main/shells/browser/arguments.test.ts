import { expect, test } from 'vitest';
import { readArguments } from './arguments.ts';

test('without arguments a window opens at a free port', () => {
  expect(readArguments([])).toEqual({
    ok: true,
    value: {
      open: true,
      json: false,
      dataFolder: undefined,
      port: 0,
      language: undefined,
      isHidden: false,
    },
  });
});

test('every argument is read', () => {
  const place = ['--data', '/tmp/oda', '--port=8080', '--lang', 'tr'];
  const args = ['--no-open', '--json', '--no-nearby', ...place];
  expect(readArguments(args)).toEqual({
    ok: true,
    value: {
      open: false,
      json: true,
      dataFolder: '/tmp/oda',
      port: 8080,
      language: 'tr',
      isHidden: true,
    },
  });
});

test.each([
  [['--port', '65536']],
  [['--port=-1']],
  [['--port=1e3']],
  [['--port=']],
  [['--lang', 'xx']],
  [['--data=']],
  [['--data']],
  [['--unknown']],
  [['room']],
])('%j is refused with what was wrong', (args) => {
  const read = readArguments(args);
  expect(read.ok).toBe(false);
  expect(read).toHaveProperty('argument', expect.stringMatching(/./));
});

test.each([0, 1, 65_535])('port %i can be had', (port) => {
  expect(readArguments(['--port', String(port)])).toMatchObject({ ok: true, value: { port } });
});
