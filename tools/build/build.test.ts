import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { presentEntries } from './entries.ts';
import { findInlineCode } from './no-inline-code.ts';

describe('the entries of the build', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'oda-entries-'));
    mkdirSync(join(root, 'src-main'));
    writeFileSync(join(root, 'src-main/a.ts'), '');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const entries = { a: 'src-main/a.ts', b: 'src-main/b.ts' };

  test('are named by their bundle', () => {
    expect(presentEntries(root, { a: entries.a }, 'error')).toEqual({
      a: join(root, 'src-main/a.ts'),
    });
  });

  test('that are missing fail the build', () => {
    expect(() => presentEntries(root, entries, 'error')).toThrow('src-main/b.ts');
  });

  test('that are missing are left out aloud where that is allowed', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    expect(Object.keys(presentEntries(root, entries, 'skip'))).toEqual(['a']);
    expect(warn.mock.calls.flat().join()).toContain('src-main/b.ts');
    warn.mockRestore();
  });
});

describe('a page under the policy', () => {
  test('may load scripts and styles', () => {
    const page =
      '<script type="module" crossorigin src="./a.js"></script><link rel="stylesheet" href="./a.css">';
    expect(findInlineCode(page)).toEqual([]);
  });

  test.each([
    '<script>start()</script>',
    '<script type="module">start()</script>',
    '<style>b{}</style>',
    '<b style="color:red">',
    '<body onload="start()">',
  ])('may not hold %s', (page) => {
    expect(findInlineCode(page)).toHaveLength(1);
  });
});
