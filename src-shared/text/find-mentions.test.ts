import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AccountId } from '../protocol/ids.ts';
import { mentionsPerMessage } from '../protocol/mentions.ts';
import { findMentions, isEveryoneWord, placesOf } from './find-mentions.ts';
import { foldText } from './fold.ts';

const names = ['Ali', 'Ali Veli', 'Ayşe', "O'Neil", 'ada.l', '李雷'];
const idOf = (name: string) => `id-${foldText(name)}` as AccountId;
const find = (name: string) => {
  if (isEveryoneWord(name)) return 'everyone' as const;
  return names.some((each) => foldText(each) === foldText(name)) ? idOf(name) : undefined;
};
const named = (text: string) => findMentions(text, find).map(({ name }) => name);

it.each([
  ['@Ali', ['Ali']],
  ['hi @ali, and @AYŞE!', ['ali', 'AYŞE']],
  ['@Ali Veli gel', ['Ali Veli']],
  ['@Ali velin', ['Ali']],
  ["@Ali'ye sor", ['Ali']],
  ["@O'Neil", ["O'Neil"]],
  ['@ada.l.', ['ada.l']],
  ['(@Ali)', ['Ali']],
  ['@李雷', ['李雷']],
  ['@Ali @Ali', ['Ali']],
  ['Ali: hello', ['Ali']],
  ['@herkes ve @Everyone', ['herkes', 'Everyone']],
])('%j mentions %j', (text, expected) => expect(named(text)).toEqual(expected));

it.each(['ali@ali', '@Alican', '@', '@ Ali', '@\nAli', 'x Ali: hello', 'Ali:hello', 'Ali', '@Al'])(
  '%j mentions nobody',
  (text) => expect(named(text)).toEqual([]),
);

it('what is marked is what was found, and nothing else of the text', () => {
  const text = 'Ali: @Ali Veli, not@Ali, @ali @herkes';
  const places = placesOf(text, findMentions(text, find));
  expect(places.map(({ start, end }) => text.slice(start, end))).toEqual([
    'Ali',
    '@Ali Veli',
    '@ali',
    '@herkes',
  ]);
  expect(places.map(({ account }) => account)).toEqual([
    idOf('Ali'),
    idOf('Ali Veli'),
    idOf('Ali'),
    'everyone',
  ]);
});

it('a text of mentions alone names so many, and asks for few names', () => {
  let asked = 0;
  const text = Array.from({ length: 2000 }, (_, i) => `@a${i}`).join(' ');
  const found = findMentions(text, (name) => {
    asked += 1;
    return idOf(name);
  });
  expect(found).toHaveLength(mentionsPerMessage);
  expect(asked).toBeLessThan(5000);
  findMentions('@'.repeat(8000), find);
  placesOf('@'.repeat(8000), [{ account: 'everyone', name: '@' }]);
});

it('whatever is typed, places are in order and hold a name that was found', () => {
  const piece = fc.constantFrom(
    '@',
    'Ali',
    ' ',
    'Veli',
    ':',
    'x',
    "'",
    '李雷',
    '\n',
    '😀',
    '\ud83d',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join('');
      const mentions = findMentions(text, find);
      let last = 0;
      for (const { start, end } of placesOf(text, mentions)) {
        expect(start).toBeGreaterThanOrEqual(last);
        const shown = text.slice(start, end).replace(/^@/, '');
        expect(mentions.map(({ name }) => name)).toContain(shown);
        last = end;
      }
    }),
  );
});
