import { expect, test } from 'vitest';
import { filled, refusalSentence, shellWords, spokenLanguage, systemLocales } from './words.ts';

test('a refusal at the start becomes a sentence that names the folder', () => {
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

test('the system’s language is taken where Oda speaks it', () => {
  expect(spokenLanguage(['tr_TR.UTF-8'])).toBe('tr');
  expect(spokenLanguage(['C.UTF-8', 'en-GB'])).toBe('en');
  expect(spokenLanguage([undefined, 'de-DE'])).toBe('en');
  expect(spokenLanguage([])).toBe('en');
  expect(systemLocales({ LC_ALL: '', LANG: 'tr_TR' })[0]).toBe('tr_TR');
  expect(systemLocales({ LC_ALL: 'en_US', LANG: 'tr_TR' })[0]).toBe('en_US');
});

test('both languages have words for the terminal', () => {
  expect(shellWords('en').ctrlC).not.toBe(shellWords('tr').ctrlC);
});
