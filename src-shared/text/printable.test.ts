import { expect, test } from 'vitest';
import { printable } from './printable.ts';

test('a text of others cannot move a terminal’s cursor', () => {
  expect(printable('a\u001b[2Jb\u0007\u009bc\u007f')).toBe('a\ufffd[2Jb\ufffd\ufffdc\ufffd');
});

test('line breaks of any kind are line feeds, tabs stay, half characters do not', () => {
  expect(printable('a\r\nb\rc\u2028d\te\ud83d')).toBe('a\nb\nc\nd\te\ufffd');
});
