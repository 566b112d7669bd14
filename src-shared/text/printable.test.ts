import { expect, test } from 'vitest';
import { printable } from './printable.ts';

test('a text of others cannot move a terminal’s cursor', () => {
  expect(printable('a\u001b[2Jb\u0007\u009bc\u007f')).toBe('a\ufffd[2Jb\ufffd\ufffdc\ufffd');
});

test('no mark of direction turns what stands behind it; letters keep their own', () => {
  const marks = '\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069';
  expect(printable(`a${marks}b\u202eنص`)).toBe('abنص');
  expect(printable('👩\u200d🍳')).toBe('👩\u200d🍳');
});

test('line breaks of any kind are line feeds, tabs stay, half characters do not', () => {
  expect(printable('a\r\nb\rc\u2028d\te\ud83d')).toBe('a\nb\nc\nd\te\ufffd');
});
