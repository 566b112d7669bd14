import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findHits, foldText } from './fold.ts';

/** The text with its hits in brackets. */
function mark(text: string, query: string): string {
  let marked = '';
  let at = 0;
  for (const { start, end } of findHits(text, query)) {
    marked += `${text.slice(at, start)}[${text.slice(start, end)}]`;
    at = end;
  }
  return marked + text.slice(at);
}

describe('findHits', () => {
  test.each([
    ['selam', 'sel', '[sel]am'],
    ['sel geliyor, selin de', 'SEL', '[sel] geliyor, [sel]in de'],
    ['bana', 'a', 'b[a]n[a]'],
    ['İstanbul ve ISTANBUL', 'ıstanbul', '[İstanbul] ve [ISTANBUL]'],
    ['sanırım öyle', 'sanirim', '[sanırım] öyle'],
    ['Straße', 'ss', 'Stra[ß]e'],
    ['Straße', 'strass', '[Straß]e'],
    ['x Straße y', 'se', 'x Stra[ße] y'],
    ['cafe\u0301 yanı', 'café', '[cafe\u0301] yanı'],
    ['cafe\u0301 yanı', 'e', 'caf[e\u0301] yanı'],
    ['I\u0307zmir', 'iz', '[I\u0307z]mir'],
    ['ﬁnal', 'i', '[ﬁ]nal'],
    ['😀 merhaba 😀', 'haba', '😀 mer[haba] 😀'],
    ['a👩‍👩‍👧b', '👩', 'a[👩‍👩‍👧]b'],
    ['한국어', '국', '한[국]어'],
    ['ﾊﾞｽ', 'バ', '[ﾊﾞ]ｽ'],
    ['ΚΟΣΜΟΣ', 'ος', 'Κ[ΟΣ]Μ[ΟΣ]'],
    ['Ankara’da', "ankara'da", '[Ankara’da]'],
    ['as\u00adker', 'asker', '[as\u00adker]'],
    ['ali veli ali', 'veli ali', '[ali] [veli] [ali]'],
    ['selamlar', 'sel elam', '[selam]lar'],
    ['selamlar', 'elam a', 's[elam]l[a]r'],
    ['aaa', 'a', '[aaa]'],
    ['abc', 'z', 'abc'],
    ['abc', '  ', 'abc'],
    ['', 'a', ''],
  ])('R0.6 in %j, %j marks %j', (text, query, marked) => {
    expect(mark(text, query)).toBe(marked);
  });

  test('the hits of any text lie in it, in order, apart from each other', () => {
    const text = fc.string({ unit: 'binary', maxLength: 30 });
    fc.assert(
      fc.property(text, text, (written, query) => {
        let before = -1;
        for (const { start, end } of findHits(written, query)) {
          expect(start).toBeGreaterThan(before);
          expect(end).toBeGreaterThan(start);
          before = end;
        }
        expect(before).toBeLessThanOrEqual(written.length);
      }),
      { seed: 20_260_107, numRuns: 500 },
    );
  });

  test('what was found by its folded form is marked', () => {
    const word = fc.stringMatching(/^[a-zğüşıöçİIßé]{1,6}$/);
    fc.assert(
      fc.property(word, word, word, (before, sought, after) => {
        const marked = findHits(before + sought + after, foldText(sought));
        const start = before.length;
        const end = start + sought.length;
        expect(marked.some((hit) => hit.start <= start && hit.end >= end)).toBe(true);
      }),
      { seed: 20_260_108, numRuns: 500 },
    );
  });
});
