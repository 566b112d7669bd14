import { expect, it } from 'vitest';
import { createI18n } from './create-i18n.ts';

it('a room is named after its host in both languages', () => {
  expect(createI18n('tr').t('welcome.roomNameOf', { name: 'Duygu' })).toBe('Duygu’nun odası');
  expect(createI18n('en').t('welcome.roomNameOf', { name: 'Duygu' })).toBe('Duygu’s room');
});

it('a name that is read in the other direction turns nothing around in a sentence', () => {
  const say = (language: 'en' | 'tr', name: string) =>
    createI18n(language).t('timeline.pinnedBy', { name });
  expect(say('en', 'ليلى')).toContain('\u2068ليلى\u2069');
  expect(say('en', 'Ayşe & Veli')).toContain('Ayşe & Veli');
  expect(createI18n('tr').t('welcome.roomNameOf', { name: 'ليلى' })).toBe(
    '\u2068ليلى\u2069’in odası',
  );
});
