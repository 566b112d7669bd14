import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';

const own = resolve(import.meta.dirname, '../..');
const copied = [
  'src-shared',
  'src-main',
  'src-renderer',
  'bench',
  'e2e',
  'tools',
  'build',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'vite.config.ts',
  'vitest.config.ts',
];

const whenFinished = (end: () => void): void => onTestFinished(end);

/** The sources in a fresh folder with a blank in its name, where a test may build and start; gone with the test. */
export function freshCheckout({ hasPackages = true, atEnd = whenFinished } = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'oda checkout '));
  atEnd(() => rmSync(root, { recursive: true, force: true }));
  for (const name of copied) cpSync(join(own, name), join(root, name), { recursive: true });
  if (hasPackages) symlinkSync(join(own, 'node_modules'), join(root, 'node_modules'), 'junction');
  return root;
}
