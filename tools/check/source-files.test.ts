import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { isTestCode, lineAt, readSourceFiles } from './source-files.mjs';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

test('reads every text file of the project, and nothing that is installed or built', () => {
  const root = mkdtempSync(join(tmpdir(), 'oda-files-'));
  folders.push(root);
  for (const folder of ['src-main/room', 'node_modules/a', 'dist', 'dist.new-1', '.ci'])
    mkdirSync(join(root, folder), { recursive: true });
  const names = ['src-main/room/b.ts', 'src-main/room/a.ts', '.npmrc', '.ci/run', 'a.png'];
  for (const name of [...names, 'node_modules/a/a.ts', 'dist/a.js', 'dist.new-1/a.js'])
    writeFileSync(join(root, name), 'text');
  expect(readSourceFiles(root).map(({ path }) => path)).toEqual([
    '.ci/run',
    '.npmrc',
    'src-main/room/a.ts',
    'src-main/room/b.ts',
  ]);
});

test('knows test code by its name or its folder', () => {
  expect(
    ['a/b.test.ts', 'a/b.test.tsx', 'e2e/b.spec.ts', 'a/testing/b.ts'].map(isTestCode),
  ).toEqual([true, true, true, true]);
  expect(['a/b.ts', 'a/testing.ts', 'a/latest.ts'].map(isTestCode)).toEqual([false, false, false]);
});

test('counts lines from 1', () => {
  expect([lineAt('a\nb', 0), lineAt('a\nb', 2)]).toEqual([1, 2]);
});
