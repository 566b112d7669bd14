import { expect, test } from 'vitest';
import { isQuestion } from './is-question.ts';

test.each([
  ['are you there?', true],
  ['are you there?!', true],
  ['really?? 😀👍🏽', true],
  ['“Geliyor musun?”', true],
  ['**now?**', true],
  ['(or not?)\n', true],
  ['هل أنت هنا؟', true],
  ['来る？', true],
  ['what? no.', false],
  ['https://oda.example/?q=1', false],
  ['?', true],
  ['yes', false],
  ['', false],
  [`${' '.repeat(9000)}?`, true],
  [`?${' '.repeat(9000)}`, false],
])('“%s” is a question: %s', (text, is) => {
  expect(isQuestion(text)).toBe(is);
});
