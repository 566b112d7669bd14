import { expect, it } from 'vitest';
import { turkishGenitive } from './turkish-genitive.ts';

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
