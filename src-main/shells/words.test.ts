import { expect, test } from 'vitest';
import { shellWords, spokenLanguage, systemLocales } from './words.ts';

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
