import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { posix } from '../../storage/testing/systems.ts';
import { temporaryFolder } from '../../storage/testing/temporary-folder.ts';
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

describe.each(posix)('on %s', () => {
  test('the browser is started with the environment, in the language, and is ended with the app', async () => {
    const dataFolder = temporaryFolder();
    const path = join(dataFolder, 'browser');
    const said = join(dataFolder, 'said');
    const script = `#!/bin/sh\necho "$LANGUAGE, $PATH, $*" > '${said}.new'; mv '${said}.new' '${said}'`;
    writeFileSync(path, `${script}; exec sleep 600\n`, { mode: 0o700 });
    const before = process.umask(0);
    onTestFinished(() => void process.umask(before));
    let ends = 0;
    const ended = Promise.withResolvers<void>();
    const close = openAppWindow({
      language: 'tr',
      address,
      dataFolder,
      isRoot: false,
      browser: { path },
      ended: () => {
        ends += 1;
        ended.resolve();
      },
    });
    onTestFinished(close);
    while (!existsSync(said)) await nextTurn();
    const words = readFileSync(said, 'utf8');
    expect(words).toContain(`tr, ${process.env['PATH']}, --app=file:`);
    expect(words).toContain('--lang=tr --accept-lang=tr');
    expect(statSync(join(dataFolder, 'browser-window')).mode & 0o777).toBe(0o700);
    expect(ends).toBe(0);
    close();
    await ended.promise;
    await nextTurn();
    expect(ends).toBe(1);
  });

  test('a page of before, whoever may read it, is made anew', async () => {
    const dataFolder = temporaryFolder();
    const page = join(dataFolder, 'browser-window', 'open.html');
    mkdirSync(join(dataFolder, 'browser-window'));
    writeFileSync(page, 'an old address', { mode: 0o644 });
    const ended = Promise.withResolvers<void>();
    const browser = { path: '/no/such/browser' };
    const window = { language: 'en', address, dataFolder, isRoot: false, browser } as const;
    openAppWindow({ ...window, ended: ended.resolve });
    expect(readFileSync(page, 'utf8')).toContain(address);
    expect(statSync(page).mode & 0o777).toBe(0o600);
    await ended.promise;
  });
});
