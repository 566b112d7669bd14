import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fingerprintOfSources, isBuilt, rememberBuild } from './build-state.mjs';

let root = '';
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'oda-build-'));
  write('src-main/app/a.ts', 'a');
  write('vite.config.ts', 'v');
});
afterEach(() => rmSync(root, { recursive: true }));

describe('whether dist is what the sources say', () => {
  const changes = (change: () => void) => {
    const before = fingerprintOfSources(root);
    change();
    return before !== fingerprintOfSources(root);
  };

  test('it is after a build, and not before the first', () => {
    const fingerprint = fingerprintOfSources(root);
    expect(isBuilt(root, fingerprint)).toBe(false);
    mkdirSync(join(root, 'dist'));
    rememberBuild(join(root, 'dist'), fingerprint);
    expect(isBuilt(root, fingerprintOfSources(root))).toBe(true);
  });

  test('it is not once a source has another text or another name', () => {
    expect(changes(() => write('src-main/app/a.ts', 'b'))).toBe(true);
    expect(changes(() => write('src-main/app/b.ts', ''))).toBe(true);
    const rename = () =>
      renameSync(join(root, 'src-main/app/b.ts'), join(root, 'src-main/app/c.ts'));
    expect(changes(rename)).toBe(true);
    expect(changes(() => write('vite.config.ts', 'w'))).toBe(true);
  });

  test('tests and documents change nothing', () => {
    expect(changes(() => write('src-main/app/a.test.ts', 't'))).toBe(false);
    expect(changes(() => write('src-main/app/testing/fake.ts', 't'))).toBe(false);
    expect(changes(() => write('README.md', 't'))).toBe(false);
  });
});
