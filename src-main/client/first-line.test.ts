import { expect, it } from 'vitest';
import { FirstLine } from './first-line.ts';

/** What of these pieces goes on to the protocol; undefined for the piece with which it was too much. */
function stripped(...pieces: string[]): (string | undefined)[] {
  const first = new FirstLine();
  return pieces.map((piece) => {
    const rest = first.strip(Buffer.from(piece));
    return rest && Buffer.from(rest).toString();
  });
}

it('W15 a prompt before the first brace is left out, in however many pieces it comes', () => {
  expect(stripped('{"a":1}\n', 'x{"b":2}\n')).toEqual(['{"a":1}\n', 'x{"b":2}\n']);
  expect(stripped('Your name: {"a":1}\n')).toEqual(['{"a":1}\n']);
  expect(stripped('Your ', 'name: ', '{"a"', ':1}\n{}\n')).toEqual(['', '', '{"a"', ':1}\n{}\n']);
});

it('W15 of the first line alone: what comes after it is left as it is', () => {
  expect(stripped('{"a":1}\nx{}\n')).toEqual(['{"a":1}\nx{}\n']);
  expect(stripped('hello\n{"a":1}\n')).toEqual(['hello\n{"a":1}\n']);
  expect(stripped('hello\n', 'x{"a":1}\n')).toEqual(['hello\n', 'x{"a":1}\n']);
  expect(stripped('\n{}')).toEqual(['\n{}']);
});

it('W15 a prompt has 1024 bytes at most, together', () => {
  expect(stripped('x'.repeat(1024), '{}')).toEqual(['', '{}']);
  expect(stripped('x'.repeat(1025))).toEqual([undefined]);
  expect(stripped(`${'x'.repeat(1025)}{}`)).toEqual([undefined]);
  expect(stripped('x'.repeat(1000), 'x'.repeat(25))).toEqual(['', undefined]);
  expect(stripped('x'.repeat(1000), `${'x'.repeat(25)}{}`)).toEqual(['', undefined]);
});
