import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { keywordFinder, keywordsIn, maxKeywords, refuseKeywords } from './find-keywords.ts';
import { foldText } from './fold.ts';

test.each([
  ['the release is out', true],
  ['RELEASE!', true],
  ['“Release”: now', true],
  ['releases', false],
  ['prerelease', false],
  ['pre_release', false],
  ['re lease', false],
  ['İSTANBUL’da', true],
  ['ıstanbul', true],
  ['istanbullu', false],
  ['we use c++ here', true],
  ['c+', false],
  ['', false],
])('of release, İstanbul and c++, “%s" holds one: %s', (text, isHeld) => {
  expect(keywordFinder('release, İstanbul c++')(foldText(text))).toBe(isHeld);
});

describe('a list of keywords', () => {
  it('is words with blanks, commas or semicolons between them, each once in whatever case', () => {
    expect(keywordsIn(' Release,  release;ÇAY\nçay ')).toEqual(['release', 'cay']);
    expect(keywordFinder(' , ')('anything')).toBe(false);
  });

  it('is bounded in number, length and bytes', () => {
    const words = (count: number) => Array.from({ length: count }, (_, at) => `w${at}`).join(' ');
    expect(refuseKeywords(words(maxKeywords))).toBeUndefined();
    expect(refuseKeywords(words(maxKeywords + 1))).toBe('too-many');
    expect(refuseKeywords('a'.repeat(32))).toBeUndefined();
    expect(refuseKeywords('a'.repeat(33))).toBe('too-long');
    expect(refuseKeywords('a '.repeat(2000))).toBe('too-many');
    expect(keywordFinder(words(maxKeywords + 1))('w1')).toBe(false);
  });

  it('finds every word that it was given, whatever that is made of', () => {
    const word = fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' });
    fc.assert(
      fc.property(word, (typed) => {
        fc.pre(refuseKeywords(typed) === undefined);
        for (const each of keywordsIn(typed)) {
          expect(keywordFinder(typed)(`so: ${each} .`)).toBe(true);
        }
      }),
    );
  });
});
