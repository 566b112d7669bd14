import { expect, test } from 'vitest';
import { matchAll, searchWords, shortGrams, trigrams } from './search-words.ts';

test('words are folded, once each, longest first, without those that another one holds', () => {
  expect(searchWords('  Sel  SELİN de\tde ')).toEqual(['selin', 'de']);
  expect(searchWords(' \n ')).toEqual([]);
});

test('every run of three letters is asked for, quoted', () => {
  expect(matchAll(trigrams(['selam', 'de']))).toBe('"sel" AND "ela" AND "lam"');
  expect(matchAll(trigrams(['a"b"']))).toBe('"a""b" AND """b"""');
  expect(matchAll(trigrams(['👋🏽x']))).toBe('"👋🏽x"');
});

test('links are asked for beside the words, or alone', () => {
  expect(matchAll(['sel'], true)).toBe('"sel" AND ("://" OR "www")');
  expect(matchAll([], true)).toBe('("://" OR "www")');
});

test('words without three letters ask the index nothing', () => {
  expect(trigrams(['ab', '👋🏽'])).toEqual([]);
  expect(trigrams([])).toEqual([]);
  // FTS5 would end its query there.
  expect(trigrams(['a\0b'])).toEqual([]);
});

test('of many words fewer runs are asked for, and yet every letter', () => {
  expect(trigrams(['abcdefgh', 'ijklmnop', 'q12'])).toEqual([
    'abc',
    'cde',
    'efg',
    'fgh',
    'ijk',
    'klm',
    'mno',
    'nop',
    'q12',
  ]);
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';
  expect(trigrams([letters]).join('')).toBe(letters);
});

test('a long word is asked for by its beginning only', () => {
  const word = Array.from({ length: 500 }, (_, index) => String.fromCodePoint(0x4e00 + index)).join(
    '',
  );
  expect(trigrams([word])).toHaveLength(32);
  expect(shortGrams([word])).toHaveLength(16);
});

test('short words are known by their letters and pairs', () => {
  expect(shortGrams(['abc', 'd'])).toEqual(['ab', 'bc', 'd']);
});
