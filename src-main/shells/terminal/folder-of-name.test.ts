import { expect, it } from 'vitest';
import { folderOfName } from './folder-of-name.ts';

it('however a name is written it has one folder, another one has another', () => {
  expect(folderOfName('Ali')).toMatch(/^ali-[0-9a-f]{8}$/u);
  expect(folderOfName('ALİ')).toBe(folderOfName('ali'));
  expect(folderOfName(' Ayşe  K ')).toBe(folderOfName('ayşe k'));
  expect(folderOfName('Bora')).not.toBe(folderOfName('ali'));
});

it.each(['../../etc', 'a/b\\c', 'CON', '.', '', '\u0000', 'x'.repeat(300), '小林'])(
  'of %j is one plain folder',
  (name) => {
    expect(folderOfName(name)).toMatch(/^[a-z0-9-]{1,24}-[0-9a-f]{8}$|^-[0-9a-f]{8}$/u);
  },
);
