import { expect, test } from 'vitest';
import { limits } from '../protocol/limits.ts';
import { fileNameFor, filePathFor, namesOfFiles, numberedName } from './file-names.ts';

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

test.each([
  ['Photos/2024/a.jpg', 'Photos/2024/a.jpg'],
  ['Photos\\2024\\a.jpg', 'Photos/2024/a.jpg'],
  ['a.jpg', 'a.jpg'],
  ['../../x', 'x'],
  ['/etc/passwd', 'etc/passwd'],
  ['C:\\Windows\\system32\\x.dll', 'C_/Windows/system32/x.dll'],
  ['a/../../b', 'a/b'],
  ['a/.\u200B./b', 'a/b'],
  ['a/ /b', 'a/b'],
  ['.ssh/authorized_keys', 'ssh/authorized_keys'],
  ['CON/aux.txt', '_CON/_aux.txt'],
  ['\u202Egpj.exe/\u202Egpj.exe', 'gpj.exe/gpj.exe'],
  ['', 'file'],
  ['/', 'file'],
])('%j of a folder is shown and written as %j', (path, expected) => {
  expect(filePathFor(path)).toBe(expected);
});

test('of a path that is too deep or too long the last parts are left', () => {
  const deep = filePathFor(Array.from({ length: 30 }, (_, at) => `${at}`).join('/'));
  expect(deep.split('/')).toEqual(Array.from({ length: 16 }, (_, at) => `${at + 14}`));
  const long = filePathFor(Array.from({ length: 9 }, () => 'x'.repeat(300)).join('/'));
  expect(long.length).toBeLessThanOrEqual(limits.fileNameCharacters);
  expect(long.split('/').at(-1)).toBe('x'.repeat(200));
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
  expect(namesOfFiles([{ name: 'x/a.txt' }, { name: 'b.jpg' }])).toBe('x/a.txt, b.jpg');
});
