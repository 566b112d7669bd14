import { expect, test } from 'vitest';
import { usedAddressPage } from './used-address-page.ts';

test('who comes with a used address is told what to do, in both languages', () => {
  const page = usedAddressPage();
  expect(page).toContain('<section lang="en"><h1>This address has been used already</h1>');
  expect(page).toContain('<section lang="tr"><h1>Bu adres zaten kullanıldı</h1>');
  expect(page).not.toMatch(/<script|<style|style=/);
});
