import { expect, it } from 'vitest';
import { readArguments } from './arguments.ts';

const read = (line: string) => readArguments(line === '' ? [] : line.split(' '));

it.each([
  ['', undefined],
  ['192.168.1.5', '192.168.1.5'],
  ['host:4000', 'host:4000'],
  ['host 4000', 'host 4000'],
  ['::1 4000', '::1 4000'],
])('R4.1 the address in %j is %s', (line, address) => {
  expect(read(line)).toMatchObject({ ok: true, value: { address, json: false } });
});

it('name, folder, language and JSON are said by name, in any order', () => {
  expect(read('--json --name ali host --lang tr --data folder')).toEqual({
    ok: true,
    value: { address: 'host', name: 'ali', dataFolder: 'folder', language: 'tr', json: true },
  });
});

it.each([
  ['--lang de', '--lang de'],
  ['host 4000 more', 'more'],
])('%j is not understood, and the word that is not is named', (line, argument) => {
  expect(read(line)).toEqual({ ok: false, argument });
});

it.each(['k', '-', '--'])(
  'W14 a key that begins with %s is read behind its option',
  (beginning) => {
    const key = beginning.padEnd(43, 'k');
    expect(read(`host --key ${key}`)).toMatchObject({ ok: true, value: { address: 'host', key } });
    expect(read('host --key any')).toMatchObject({
      ok: true,
      value: { address: 'host', key: 'any' },
    });
  },
);

it('an unknown option is named', () => {
  expect(read('--nmae ali')).toMatchObject({
    ok: false,
    argument: expect.stringContaining('--nmae'),
  });
});

it.each(['--help', '-h', 'host --help'])('%s asks for help', (line) => {
  expect(read(line)).toMatchObject({ ok: true, value: { help: true } });
});
