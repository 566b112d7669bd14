import { expect, test } from 'vitest';
import { fileNameFor, namesOfFiles, numberedName } from './file-names.ts';

test.each([
  ['photo.jpg', 'photo.jpg'],
  ['../../x', 'x'],
  ['..\\..\\x.exe', 'x.exe'],
  ['/etc/passwd', 'passwd'],
  ['D:\\work\\a.txt', 'a.txt'],
  ['a/..', 'a'],
  ['CON', '_CON'],
  ['con.txt', '_con.txt'],
  ['COM1.tar.gz', '_COM1.tar.gz'],
  ['lpt¹', '_lpt¹'],
  ['console.txt', 'console.txt'],
  ['\u202Egpj.exe', 'gpj.exe'],
  ['a\u200Bb\u0007.txt', 'ab.txt'],
  ['name. . .', 'name'],
  ['.bashrc', 'bashrc'],
  ['a:b*c?.txt', 'a_b_c_.txt'],
  ['', 'file'],
  ['...', 'file'],
  ['\u2028', 'file'],
  ['Ödev ★.pdf', 'Ödev ★.pdf'],
])('%j is shown and written as %j', (name, expected) => {
  expect(fileNameFor(name)).toBe(expected);
});

test('a long name keeps its ending and fits a disk', () => {
  const short = fileNameFor(`${'ş'.repeat(300)}.jpg`);
  expect(new TextEncoder().encode(short).length).toBeLessThanOrEqual(200);
  expect(short.endsWith('ş.jpg')).toBe(true);
  expect(fileNameFor('x'.repeat(300)).length).toBe(200);
});

test('a name that is taken gets a number before its ending', () => {
  expect(numberedName('a.tar.gz', 2)).toBe('a.tar (2).gz');
  expect(numberedName('notes', 3)).toBe('notes (3)');
});

test('files without words are named', () => {
  expect(namesOfFiles([{ name: 'x/a.txt' }, { name: 'b.jpg' }])).toBe('a.txt, b.jpg');
});
