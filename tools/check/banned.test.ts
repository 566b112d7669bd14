import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkBanned } from './banned.mjs';
import { readSourceFiles } from './source-files.mjs';

const checkout = '/srv/somebody/oda';

function found(path: string, text: string): string[] {
  const files = [
    { path, text },
    { path: 'docs/ours.md', text: '' },
  ];
  return checkBanned(files, { checkout }).map(({ problem }) => problem);
}

describe('banned', () => {
  test.each([
    ['a.test.ts', "test.only('x')"],
    ['a.test.ts', "describe.skip('x')"],
    ['a.test.ts', "it.todo('x')"],
    ['e2e/a.spec.ts', 'await page.waitForTimeout(5)'],
    ['a.test.ts', "vi.mock('./room.ts')"],
    ['a.test.ts', "vi.doMock(import('./room.ts'))"],
    ['a.ts', '// @ts-ignore'],
    ['a.ts', '// @ts-expect-error because'],
    ['a.ts', '// oxlint-disable-next-line no-var'],
    ['a.ts', '/* eslint-disable */'],
    ['a.ts', '// TODO later'],
    ['README.md', 'FIXME'],
    ['README.md', 'see /home/ali/oda/README.md'],
    ['a.ts', "'/Users/ali/x'"],
    ['a.ts', "'/root/x'"],
    ['a.ts', String.raw`'C:\\Users\\ali'`],
    ['a.md', 'look into /srv/somebody/oda/docs/ours.md'],
    ['a.ts', "'/srv/somebody/oda/docs'"],
    ['package-lock.json', '"resolved": "https://example.org/a.tgz"'],
    ['.npmrc', 'registry=https://example.org'],
  ])('in %s: %s', (path, text) => {
    expect(found(path, text)).toHaveLength(1);
  });

  test.each([
    ['a.ts', 'list.drop(1).take(2)'],
    ['README.md', 'The words .only( and .skip( are fine in prose.'],
    ['a.ts', "fetch('https://example.org/home/ali')"],
    ['a.ts', "join(home, 'Users')"],
    ['a.ts', "'/srv/somebody/odaline/docs'"],
    ['a.ts', "'/srv/somebody/oda/docsets'"],
    ['a.ts', "fetch('https://example.org/srv/somebody/oda/docs')"],
    ['a.md', 'data may lie in /srv/somebody/oda'],
    ['a.ts', "import type { mastodon } from './mastodons.ts'"],
    ['package-lock.json', '"integrity": "sha512-abc"'],
  ])('not in %s: %s', (path, text) => {
    expect(found(path, text)).toEqual([]);
  });

  test('wherever this copy lies, also in a folder that is called like an example in a test, it passes', () => {
    const files = readSourceFiles(join(import.meta.dirname, '../..'));
    const named = files.flatMap(({ text }) => text.match(/\/\w[\w.-]*(?:\/\w[\w.-]*)*/g) ?? []);
    expect(named).toContain('/tmp/oda');
    // Half of a path may be the folder as well.
    const folders = new Set(named.flatMap((path) => [path, path.slice(0, path.lastIndexOf('/'))]));
    const examples = [...folders].filter((path) => /^\/(?:tmp|srv|data|people|app)\b/.test(path));
    expect(examples.length).toBeGreaterThan(5);
    for (const folder of [...examples, '/app/', '/']) {
      const naming = files.filter(({ text }) => text.includes(folder));
      const top = files.filter(({ path }) => !path.includes('/'));
      expect(checkBanned([...naming, ...top], { checkout: folder }), folder).toEqual([]);
    }
  });

  test('names the line and what to do', () => {
    expect(checkBanned([{ path: 'a.ts', text: 'a\nb // FIXME\n' }])).toEqual([
      { path: 'a.ts', line: 2, problem: "has 'FIXME'.", remedy: 'Do it now or open an issue.' },
    ]);
  });
});
