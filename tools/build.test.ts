import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fingerprintOfSources, isBuilt } from './prepare/build-state.mjs';
import { freshCheckout } from './testing/checkout.ts';

const build = (root: string) =>
  spawn(process.execPath, [join(root, 'tools/build.mjs')], { cwd: root, stdio: 'inherit' });

test('the build takes the place of the old one whole, from a folder with a blank in its name', async () => {
  const root = freshCheckout();
  mkdirSync(join(root, 'dist/main'), { recursive: true });
  const old = join(root, 'dist/main/browser.js');
  writeFileSync(old, 'old');
  const building = build(root);
  const exit = once(building, 'exit');
  const beside = () => readdirSync(root).filter((name) => name.startsWith('dist.'));
  await expect.poll(beside, { timeout: 60_000 }).toEqual([`dist.new-${building.pid}`]);
  expect(readFileSync(old, 'utf8')).toBe('old');
  expect(await exit).toEqual([0, null]);
  expect(isBuilt(root, fingerprintOfSources(root))).toBe(true);
  expect(readdirSync(root).filter((name) => name.startsWith('dist'))).toEqual(['dist']);
  expect(readdirSync(join(root, 'dist')).toSorted()).toEqual(['.built-from', 'main', 'renderer']);
  expect(readFileSync(old, 'utf8')).not.toBe('old');
});
