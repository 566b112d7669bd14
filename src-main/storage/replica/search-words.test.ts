import { expect, test } from 'vitest';
import { searchWords, shortGrams, trigramQuery } from './search-words.ts';

test('words are folded, once each, longest first, without those that another one holds', () => {
  expect(searchWords('  Sel  SELİN de\tde ')).toEqual(['selin', 'de']);
  expect(searchWords(' \n ')).toEqual([]);
});

test('every run of three letters is asked for, quoted', () => {
  expect(trigramQuery(['selam', 'de'])).toBe('"sel" AND "ela" AND "lam"');
  expect(trigramQuery(['a"b"'])).toBe('"a""b" AND """b"""');
  expect(trigramQuery(['👋🏽x'])).toBe('"👋🏽x"');
});

test('links are asked for beside the words, or alone', () => {
  expect(trigramQuery(['sel'], true)).toBe('"sel" AND ("://" OR "www")');
  expect(trigramQuery([], true)).toBe('("://" OR "www")');
});

test('words without three letters ask the index nothing', () => {
  expect(trigramQuery(['ab', '👋🏽'])).toBeUndefined();
  expect(trigramQuery([])).toBeUndefined();
  // FTS5 would end its query there.
  expect(trigramQuery(['a\0b'])).toBeUndefined();
});

test('a long word is asked for by its beginning only', () => {
  const word = Array.from({ length: 500 }, (_, index) => String.fromCodePoint(0x4e00 + index)).join(
    '',
  );
  expect(trigramQuery([word])?.split(' AND ')).toHaveLength(32);
  expect(shortGrams([word])).toHaveLength(16);
});

test('short words are known by their letters and pairs', () => {
  expect(shortGrams(['abc', 'd'])).toEqual(['ab', 'bc', 'd']);
});
