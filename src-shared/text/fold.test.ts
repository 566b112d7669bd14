import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldText, maxFoldedGrowth } from './fold.ts';

describe('foldText', () => {
  test.each([
    'Istanbul',
    'istanbul',
    'ISTANBUL',
    'İstanbul',
    'İSTANBUL',
    'ıstanbul',
    'ıSTANBUL',
    'I\u0307stanbul',
    'Ｉｓｔａｎｂｕｌ',
    '𝐈𝐬𝐭𝐚𝐧𝐛𝐮𝐥',
    'Ⓘstanbul',
    'ís̈tanbul',
  ])('R0.6 every spelling of Istanbul is one: %s', (spelling) => {
    expect(foldText(spelling)).toBe('istanbul');
  });

  test.each([
    ['sanırım', 'sanirim'],
    ['ÇĞİÖŞÜ çğıöşü', 'cgiosu cgiosu'],
    ['Straße STRAẞE', 'strasse strasse'],
    ['Łódź, Ørsted, Æther, œuvre', 'lodz, orsted, aether, oeuvre'],
    ['Þór Đorđe Ħ Ŧ Ŋ', 'thor dorde h t n'],
    ['ﬁnal ﬀ Ⅳ ² ½', 'final ff iv 2 1\u20442'],
    ['ΟΔΥΣΣΕΥΣ Ὀδυσσεύς', 'οδυσσευσ οδυσσευσ'],
    ['МОСКВА Ёлка й', 'москва елка и'],
    ['ｶﾞｷﾞ ガギ', 'ガギ ガギ'],
    ['\u1112\u1161\u11ab 한', '한 한'],
    ['“don’t” ‘a’ — – ‑ −1', "\"don't\" 'a' - - - -1"],
    ['as\u00adker a\u200bb', 'asker ab'],
    ['محمد हिन्दी 漢字', 'محمد हिन्दी 漢字'],
    ['😀', '😀'],
    ['', ''],
  ])('%s is folded to %s', (text, folded) => {
    expect(foldText(text)).toBe(folded);
  });

  test('letters that the Turkish alphabet tells apart are found by each other', () => {
    expect(foldText('ılık')).toBe(foldText('İLİK'));
  });

  test('a part of a text stays a part of it', () => {
    const word = fc.stringMatching(/^[a-zA-ZğüşıöçĞÜŞİÖÇßœ’Σσς ]{0,8}$/);
    fc.assert(
      fc.property(word, word, word, (before, sought, after) => {
        expect(foldText(before + sought + after)).toContain(foldText(sought));
      }),
      { seed: 20_260_109, numRuns: 500 },
    );
  });

  test('what is folded stays as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(foldText(foldText(text))).toBe(foldText(text));
      }),
      { seed: 20_260_110, numRuns: 3000 },
    );
  });

  test('every character of the first two planes stays as it is once it is folded, and grows no more than it may', () => {
    const unstable: string[] = [];
    const grown: string[] = [];
    for (let point = 0; point <= 0x1ffff; point += 1) {
      const character = String.fromCodePoint(point);
      const once = foldText(character);
      if (foldText(once) !== once) unstable.push(point.toString(16));
      if (once.length > maxFoldedGrowth * character.length) grown.push(point.toString(16));
    }
    expect(unstable).toEqual([]);
    expect(grown).toEqual([]);
  });

  test('a phrase in one letter stays one letter', () => {
    expect(foldText('\ufdfa'.repeat(8000))).toHaveLength(8000);
    expect(foldText('İ\ufdfaŞ')).toBe('i\ufdfas');
  });

  test('well-formed text stays well-formed, half a pair does no harm', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(foldText(text).isWellFormed()).toBe(true);
      }),
      { seed: 20_260_111, numRuns: 500 },
    );
    expect(foldText('İ\ud83d')).toBe('i\ud83d');
  });
});
