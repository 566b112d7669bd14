import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkName, nameKeyOf } from '../text/names.ts';
import { readAddress } from './read-address.ts';

const known = (...names: string[]) => names.map((name) => ({ name, nameKey: nameKeyOf(name) }));
const seed = 20_261_122;
const letters = 'abcçdefgğhijklmnopqrsştuüvwxyzАб李😀0123456789'.split('');
/** A name as somebody has it. */
const aName = fc
  .array(fc.constantFrom(...letters), { minLength: 1, maxLength: 12 })
  .map((parts) => parts.join(''))
  .filter((name) => checkName(name).ok);
const longName = aName.filter((name) => [...nameKeyOf(name)].length >= 3);
const aText = fc.string({ unit: 'grapheme', maxLength: 20 });

/** The distance of optimal string alignment, by the book. */
function editsBetween(one: string, other: string): number {
  const [a, b] = [[...one], [...other]];
  const rows = [...a, ''].map(() => [...b, ''].map(() => 0));
  const at = (i: number, j: number) => rows[i]?.[j] ?? 0;
  for (let i = 0; i <= a.length; i += 1) {
    for (let j = 0; j <= b.length; j += 1) {
      const row = rows[i] ?? [];
      if (i === 0 || j === 0) row[j] = i + j;
      else {
        const change = a[i - 1] === b[j - 1] ? 0 : 1;
        row[j] = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + change);
        const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
        if (isSwap) row[j] = Math.min(row[j] ?? 0, at(i - 2, j - 2) + 1);
      }
    }
  }
  return at(a.length, b.length);
}

describe('W19 who a line is for', () => {
  test.each([
    ['Veli~selam', { is: 'person', name: 'Veli', text: 'selam' }],
    ['VELİ~a~b', { is: 'person', name: 'VELİ', text: 'a~b' }],
    ['ve1i ~ selam', { is: 'person', name: 've1i', text: ' selam' }],
    ['vel~gizli', { is: 'near', name: 'vel', meant: 'Veli' }],
    ['vleli~gizli', { is: 'near', name: 'vleli', meant: 'Veli' }],
    ['evli~gizli', { is: 'near', name: 'evli', meant: 'Veli' }],
    ['@veli~gizli', { is: 'near', name: '@veli', meant: 'Veli' }],
    ['veli:~gizli', { is: 'near', name: 'veli:', meant: 'Veli' }],
    ['alli~gizli', { is: 'near', name: 'alli', meant: 'Ali' }],
    ['li~gizli', { is: 'near', name: 'li', meant: 'Ali' }],
    ['ox~selam', { is: 'none' }],
    ['hasan~selam', { is: 'none' }],
    ['selam veli~x', { is: 'none' }],
    ['x~veli~y', { is: 'none' }],
    ['~veli', { is: 'none' }],
    [' ~veli', { is: 'none' }],
    ['veli', { is: 'none' }],
    [`${'x'.repeat(100_000)}~veli`, { is: 'none' }],
  ])('%j', (line, address) => {
    expect(readAddress(line, known('Ali', 'Veli', 'Oz'))).toEqual(address);
  });

  test('who is called exactly so comes before who is almost called so, in whatever order', () => {
    for (const people of [known('Veli', 'Velit'), known('Velit', 'Veli')]) {
      expect(readAddress('velit~x', people)).toMatchObject({ is: 'person' });
      expect(readAddress('veli~x', people)).toMatchObject({ is: 'person' });
    }
  });

  test('a name in another case, with blanks around it, or with look-alikes is an address', () => {
    const spelling = fc.constantFrom<(name: string) => string>(
      (name) => name.toUpperCase(),
      (name) => ` ${name}  `,
      (name) => name.normalize('NFD'),
      (name) => name.replaceAll('o', '0').replaceAll('i', 'І').replaceAll('a', 'а'),
    );
    fc.assert(
      fc.property(
        fc.tuple(fc.array(aName), aName),
        spelling,
        aText,
        ([others, name], spell, text) => {
          const address = readAddress(`${spell(name)}~${text}`, known(...others, name));
          expect(address).toEqual({ is: 'person', name: spell(name).trim(), text });
        },
      ),
      { seed, numRuns: 1000 },
    );
  });

  test('from three characters on, one slip is near, and two are not', () => {
    const slip = fc.tuple(fc.nat(12), fc.constantFrom(...letters), fc.nat(3));
    const slipped = fc.tuple(longName, fc.array(slip, { minLength: 1, maxLength: 2 }));
    fc.assert(
      fc.property(slipped, aText, ([name, slips], text) => {
        const typed = [...name];
        for (const [place, letter, kind] of slips) {
          const at = place % typed.length;
          if (kind === 0) typed.splice(at, 1, letter);
          if (kind === 1) typed.splice(at, 0, letter);
          if (kind === 2 && typed.length > 1) typed.splice(at, 1);
          if (kind === 3) typed.splice(at, 2, ...typed.slice(at, at + 2).toReversed());
        }
        const edits = editsBetween(nameKeyOf(typed.join('')), nameKeyOf(name));
        const is = edits === 0 ? 'person' : edits === 1 ? 'near' : 'none';
        expect(readAddress(`${typed.join('')}~${text}`, known(name)).is).toBe(is);
      }),
      { seed, numRuns: 2000 },
    );
  });

  test('what is nobody’s name and no slip is text, whatever it holds', () => {
    fc.assert(
      fc.property(aText, aText, fc.array(aName), (before, after, names) => {
        const line = `${before}~${after}`;
        const wanted = nameKeyOf(line.slice(0, line.indexOf('~')));
        const nearest = Math.min(
          ...names.map((name) => editsBetween(wanted, nameKeyOf(name))),
          Infinity,
        );
        if (nearest > 1) expect(readAddress(line, known(...names))).toEqual({ is: 'none' });
      }),
      { seed, numRuns: 1000 },
    );
  });
});
