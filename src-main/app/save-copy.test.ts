import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { saveCopy } from './save-copy.ts';

function lab(platform = 'linux') {
  const top = realpathSync(mkdtempSync(join(tmpdir(), 'oda-save-')));
  onTestFinished(() => rmSync(top, { recursive: true, force: true }));
  const [from, folder] = [join(top, 'copy'), join(top, 'downloads')];
  writeFileSync(from, 'from elsewhere', { mode: 0o777 });
  const ran: (readonly string[])[] = [];
  const system = {
    platform,
    run: async (file: string, args: readonly string[]) => {
      ran.push([file, ...args]);
      return '';
    },
  };
  const save = async (name: string) => {
    const saved = await saveCopy({ from, folder, name, system, nowMs: 1_750_000_000_000 });
    return saved.ok ? saved.value.path.slice(folder.length + 1) : saved.refusal.code;
  };
  return { top, folder, save, ran };
}

test.each([
  ['../../x', 'x'],
  ['CON', '_CON'],
  ['x'.repeat(300), 'x'.repeat(200)],
  ['\u202Egpj.exe', 'gpj.exe'],
  ['Photos/2024/a.jpg', join('Photos', '2024', 'a.jpg')],
  ['a/../../../b', join('a', 'b')],
])('%j is written below the folder as %j, and nothing beside it', async (name, expected) => {
  const { top, folder, save } = lab();
  expect(await save(name)).toBe(expected);
  expect(readFileSync(join(folder, expected), 'utf8')).toBe('from elsewhere');
  expect(statSync(join(folder, expected)).mode & 0o777).toBe(0o600);
  expect(readdirSync(top).toSorted()).toEqual(['copy', 'downloads']);
});

test('nothing is written over, and a folder never where something else is', async () => {
  const { folder, save } = lab();
  expect([await save('a/b.txt'), await save('a/b.txt')]).toEqual([
    join('a', 'b.txt'),
    join('a', 'b (2).txt'),
  ]);
  expect(await save('a/b.txt/c')).toBe(join('a', 'b (3).txt', 'c'));
  expect(await save('a')).toBe('a (2)');
  expect(readFileSync(join(folder, 'a', 'b.txt'), 'utf8')).toBe('from elsewhere');
});

test('no link in the folder leads out of it', async () => {
  const { top, folder, save } = lab();
  const elsewhere = join(top, 'elsewhere');
  mkdirSync(elsewhere);
  mkdirSync(folder);
  symlinkSync(elsewhere, join(folder, 'Photos'));
  symlinkSync(join(elsewhere, 'b.txt'), join(folder, 'b.txt'));
  expect(await save('Photos/a.jpg')).toBe(join('Photos (2)', 'a.jpg'));
  expect(await save('b.txt')).toBe('b (2).txt');
  expect(readdirSync(elsewhere)).toEqual([]);
});

test('macOS is told that it came from elsewhere', async () => {
  const { folder, save, ran } = lab('darwin');
  await save('tool.command');
  const path = join(folder, 'tool.command');
  const mark = '0081;684ee180;Oda;';
  expect(ran).toEqual([['/usr/bin/xattr', '-w', 'com.apple.quarantine', mark, path]]);
});

test('Windows is told so too', async () => {
  const { folder, save, ran } = lab('win32');
  await save('tool.exe');
  const stream = readFileSync(join(folder, 'tool.exe:Zone.Identifier'), 'utf8');
  expect(stream).toBe('[ZoneTransfer]\r\nZoneId=3\r\n');
  expect(ran).toEqual([]);
});
