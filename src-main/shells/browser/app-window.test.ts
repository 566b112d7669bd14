import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { appWindowArguments, openAppWindow } from './app-window.ts';

const given = {
  language: 'tr',
  profileFolder: '/data/browser-window',
  page: '/data/browser-window/open.html',
} as const;
const address = 'http://127.0.0.1:1/#token=secret';

test('the browser shows the app alone, in a profile of its own', () => {
  const args = appWindowArguments({ ...given, isRoot: false });
  expect(args.find((arg) => arg.startsWith('--app='))).toMatch(
    /^--app=file:\/\/.*\/data\/browser-window\/open\.html$/,
  );
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
        language: 'tr',
        address,
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

test('the address, which opens the app, is in a file for this person alone and in no command line', async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'oda-window-'));
  const ended = Promise.withResolvers<void>();
  const page = join(dataFolder, 'browser-window', 'open.html');
  const close = openAppWindow({
    language: 'tr',
    address,
    dataFolder,
    isRoot: false,
    browser: { path: process.execPath },
    ended: ended.resolve,
  });
  const args = appWindowArguments({ ...given, page, isRoot: false });
  expect(args.join(' ')).not.toContain('secret');
  expect(readFileSync(page, 'utf8')).toContain(`content="0;url=${address}"`);
  if (process.platform !== 'win32') expect(statSync(page).mode & 0o777).toBe(0o600);
  await ended.promise;
  close();
  expect(existsSync(page)).toBe(false);
  rmSync(dataFolder, { recursive: true });
});
