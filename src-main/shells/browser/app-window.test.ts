import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { appWindowArguments, openAppWindow } from './app-window.ts';

const given = {
  address: 'http://127.0.0.1:1/?token=x',
  language: 'tr',
  profileFolder: '/data/browser-window',
} as const;

test('the browser shows the app alone, in a profile of its own', () => {
  const args = appWindowArguments({ ...given, isRoot: false });
  expect(args).toContain('--app=http://127.0.0.1:1/?token=x');
  expect(args).toContain('--user-data-dir=/data/browser-window');
  expect(args).not.toContain('--no-sandbox');
});

test('only for root, who cannot have it, the sandbox is off', () => {
  const args = appWindowArguments({ ...given, isRoot: true });
  expect(args).toContain('--no-sandbox');
  expect(args).toContain('--test-type');
});

test.each([[process.execPath], ['/no/such/browser']])(
  'the end of %s is told once',
  async (path) => {
    const dataFolder = mkdtempSync(join(tmpdir(), 'oda-window-'));
    let ends = 0;
    await new Promise<void>((resolve) => {
      openAppWindow({
        ...given,
        dataFolder,
        isRoot: false,
        // Node does not know these arguments and ends by itself.
        browser: { path },
        ended: () => {
          ends += 1;
          resolve();
        },
      });
    });
    expect(ends).toBe(1);
    expect(existsSync(join(dataFolder, 'browser-window'))).toBe(true);
    rmSync(dataFolder, { recursive: true });
  },
);
