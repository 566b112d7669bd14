import { expect, test } from 'vitest';
import { filled } from '../text/filled.ts';
import { refusalSentence } from './refusal-sentence.ts';

test('a refusal becomes a sentence that names its subject', () => {
  const refusal = { code: 'data-in-use', subject: '/people/ali/oda' } as const;
  expect(refusalSentence(refusal, 'en')).toContain('/people/ali/oda');
  expect(refusalSentence(refusal, 'tr')).toContain('/people/ali/oda');
  expect(refusalSentence(refusal, 'tr')).not.toBe(refusalSentence(refusal, 'en'));
  expect(refusalSentence({ code: 'data-in-use' }, 'en')).not.toContain('{{');
  expect(refusalSentence({ code: 'name-too-long', limit: 30 }, 'en')).toContain('30');
});

test.each([
  ['en', 1001, '2 seconds'],
  ['tr', 1001, '2 saniye'],
  ['en', 1, '1 second'],
  ['en', 15 * 60_000, '15 minutes'],
  ['tr', 15 * 60_000, '15 dakika'],
  ['en', 2 * 60 * 60_000, '2 hours'],
  ['en', 7 * 24 * 60 * 60_000, '7 days'],
  ['tr', 7 * 24 * 60 * 60_000 - 1, '7 gün'],
] as const)('R1.7 in %s a wait of %i ms is said in words', (language, retryAfterMs, wait) => {
  const sentence = refusalSentence({ code: 'try-later', retryAfterMs }, language);
  expect(sentence).toContain(wait);
  expect(refusalSentence({ code: 'text-empty', retryAfterMs }, language)).not.toContain(wait);
});

test('a limit that is not named is the usual one', () => {
  expect(refusalSentence({ code: 'name-too-long' }, 'en')).toContain('32');
  expect(refusalSentence({ code: 'group-full' }, 'tr')).not.toContain('{{');
});

test('values are put in as they are', () => {
  expect(filled('{{a}} and {{b}}, {{c}}', { a: '$&', b: 2 })).toBe('$& and 2, {{c}}');
});

test('a limit in bytes is said as people say it', () => {
  const refusal = { code: 'file-too-large', limit: 2 * 1024 ** 3 } as const;
  expect(refusalSentence(refusal, 'en')).toContain('(2.1 GB)');
  expect(refusalSentence(refusal, 'tr')).toContain('(2,1 GB)');
});
