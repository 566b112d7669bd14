import { expect, it } from 'vitest';
import { createI18n } from './create-i18n.ts';
import { turkishGenitive } from '../../src-shared/text/turkish-genitive.ts';

it.each([
  ['Ali', 'Ali’nin'],
  ['Ayşe', 'Ayşe’nin'],
  ['Burak', 'Burak’ın'],
  ['Oğuz', 'Oğuz’un'],
  ['Ömür', 'Ömür’ün'],
  ['Fatma', 'Fatma’nın'],
  ['Duygu', 'Duygu’nun'],
  ['Işık', 'Işık’ın'],
  ['DENİZ', 'DENİZ’in'],
  ['Tç', 'Tç’in'],
  ['', '’in'],
])('the genitive of %s is %s', (name, genitive) => {
  expect(turkishGenitive(name)).toBe(genitive);
});

it('a room is named after its host in both languages', () => {
  expect(createI18n('tr').t('welcome.roomNameOf', { name: 'Duygu' })).toBe('Duygu’nun odası');
  expect(createI18n('en').t('welcome.roomNameOf', { name: 'Duygu' })).toBe('Duygu’s room');
});
