import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { removeUnfinishedCopies, saveCopy } from './save-copy.ts';

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
  return { top, folder, save, ran, from, system };
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

test('it has its name once all of it is there, and what took the name meanwhile stays', async () => {
  const { folder, system } = lab();
  const named = () => readdirSync(folder).filter((name) => !name.startsWith('.oda-'));
  let seen: string[] | undefined;
  const bytes = async function* () {
    yield Buffer.from('half');
    seen = named();
    writeFileSync(join(folder, 'large.bin'), 'another');
    yield Buffer.from(' and half');
  };
  const saving = { from: bytes(), folder, name: 'large.bin', system, nowMs: 1 };
  expect(await saveCopy(saving)).toMatchObject({ value: { name: 'large (2).bin' } });
  expect(seen).toEqual([]);
  expect(readdirSync(folder).toSorted()).toEqual(['large (2).bin', 'large.bin']);
  expect(readFileSync(join(folder, 'large (2).bin'), 'utf8')).toBe('half and half');
  expect(readFileSync(join(folder, 'large.bin'), 'utf8')).toBe('another');
});

test('a file of this computer has its name when it is whole and marked', async () => {
  const { folder, system, from } = lab('darwin');
  let seen: string[] | undefined;
  const run = async () => {
    seen = readdirSync(folder).filter((name) => !name.startsWith('.oda-'));
    return '';
  };
  const saving = { from, folder, name: 'large.bin', system: { ...system, run }, nowMs: 1 };
  expect(await saveCopy(saving)).toMatchObject({ ok: true });
  expect(seen).toEqual([]);
  expect(readdirSync(folder)).toEqual(['large.bin']);
});

test('nothing stays of one that breaks off', async () => {
  const { folder, system } = lab();
  const bytes = async function* () {
    yield Buffer.from('half');
    throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
  };
  const saving = { from: bytes(), folder, name: 'large.bin', system, nowMs: 1 };
  expect(await saveCopy(saving)).toEqual({
    ok: false,
    refusal: { code: 'data-full', subject: folder },
  });
  expect(readdirSync(folder)).toEqual([]);
});

test('on a disk where a file has one name only nothing is written over either', async () => {
  const { folder, system, from } = lab();
  const linkFile = () => Promise.reject(Object.assign(new Error('no'), { code: 'EPERM' }));
  const save = () => saveCopy({ from, folder, name: 'a.txt', system, nowMs: 1, linkFile });
  expect(await save()).toMatchObject({ value: { name: 'a.txt' } });
  expect(await save()).toMatchObject({ value: { name: 'a (2).txt' } });
  expect(readdirSync(folder).toSorted()).toEqual(['a (2).txt', 'a.txt']);
  expect(readFileSync(join(folder, 'a (2).txt'), 'utf8')).toBe('from elsewhere');
});

test('what a killed run left goes after an hour, and nothing else', async () => {
  const { folder } = lab();
  mkdirSync(folder);
  const left = `.oda-${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}.part`;
  const names = [left, '.oda-notes.part', 'a.part'];
  for (const name of names) {
    writeFileSync(join(folder, name), 'half');
    utimesSync(join(folder, name), 1000, 1000);
  }
  await removeUnfinishedCopies(folder, 1_000_000 + 3_599_000);
  expect(readdirSync(folder)).toHaveLength(3);
  await removeUnfinishedCopies(folder, 1_000_000 + 3_601_000);
  expect(readdirSync(folder).toSorted()).toEqual(['.oda-notes.part', 'a.part']);
});

test('macOS is told that it came from elsewhere', async () => {
  const { folder, save, ran } = lab('darwin');
  await save('tool.command');
  const mark = '0081;684ee180;Oda;';
  const unfinished = expect.stringContaining(join(folder, '.oda-')) as string;
  // The mark goes with the file when it gets its name.
  expect(ran).toEqual([['/usr/bin/xattr', '-w', 'com.apple.quarantine', mark, unfinished]]);
});

test('Windows is told so too', async () => {
  const { folder, save, ran } = lab('win32');
  await save('tool.exe');
  // Elsewhere it is a file beside it; there it goes with the file when that gets its name.
  const [mark = ''] = readdirSync(folder).filter((name) =>
    /^\.oda-.*:Zone\.Identifier$/.test(name),
  );
  expect(readFileSync(join(folder, mark), 'utf8')).toBe('[ZoneTransfer]\r\nZoneId=3\r\n');
  expect(ran).toEqual([]);
});
