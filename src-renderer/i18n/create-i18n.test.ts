import { expect, it } from 'vitest';
import { createI18n } from './create-i18n.ts';

it('a room is named after its host in both languages', () => {
  expect(createI18n('tr').t('welcome.roomNameOf', { name: 'Duygu' })).toBe('Duygu’nun odası');
  expect(createI18n('en').t('welcome.roomNameOf', { name: 'Duygu' })).toBe('Duygu’s room');
});
