import { expect, test } from 'vitest';
import { filled, refusalSentence } from './refusal-sentence.ts';

test('a refusal becomes a sentence that names its subject', () => {
  const refusal = { code: 'data-in-use', subject: '/people/ali/oda' } as const;
  expect(refusalSentence(refusal, 'en')).toContain('/people/ali/oda');
  expect(refusalSentence(refusal, 'tr')).toContain('/people/ali/oda');
  expect(refusalSentence(refusal, 'tr')).not.toBe(refusalSentence(refusal, 'en'));
  expect(refusalSentence({ code: 'data-in-use' }, 'en')).not.toContain('{{');
  expect(refusalSentence({ code: 'name-too-long', limit: 32 }, 'en')).toContain('32');
});

test('values are put in as they are', () => {
  expect(filled('{{a}} and {{b}}, {{c}}', { a: '$&', b: 2 })).toBe('$& and 2, {{c}}');
});
