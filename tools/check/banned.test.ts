import { describe, expect, test } from 'vitest';
import { checkBanned } from './banned.mjs';

const checkout = '/srv/somebody/oda';

function found(path: string, text: string): string[] {
  return checkBanned([{ path, text }], { checkout }).map(({ problem }) => problem);
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
    ['a.md', 'run it in /srv/somebody/oda and look'],
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
    ['a.ts', "'/srv/somebody/odaline'"],
    ['a.ts', "import type { mastodon } from './mastodons.ts'"],
    ['package-lock.json', '"integrity": "sha512-abc"'],
  ])('not in %s: %s', (path, text) => {
    expect(found(path, text)).toEqual([]);
  });

  test('a checkout right under the root of the disk bans no word', () => {
    expect(checkBanned([{ path: 'a.ts', text: "'/app/x'" }], { checkout: '/app/' })).toEqual([]);
  });

  test('names the line and what to do', () => {
    expect(checkBanned([{ path: 'a.ts', text: 'a\nb // FIXME\n' }])).toEqual([
      { path: 'a.ts', line: 2, problem: "has 'FIXME'.", remedy: 'Do it now or open an issue.' },
    ]);
  });
});
