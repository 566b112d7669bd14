import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FoundBrowser } from './find-browser.ts';

export type AppWindowOptions = {
  browser: FoundBrowser;
  address: string;
  /** The app's own data folder; the window's profile is a part of it. */
  dataFolder: string;
  language: 'en' | 'tr';
  isRoot: boolean;
  /** Called once when the browser's process has ended or could not be started. */
  ended(): void;
};

/** Everybody on this computer can read what a program was started with: the address is in a file that they cannot. */
export function appWindowArguments(
  options: Pick<AppWindowOptions, 'language' | 'isRoot'> & { profileFolder: string; page: string },
): string[] {
  return [
    `--app=${pathToFileURL(options.page).href}`,
    `--user-data-dir=${options.profileFolder}`,
    `--lang=${options.language}`,
    // What pages see, also if the browser itself lacks the language.
    `--accept-lang=${options.language}`,
    '--window-size=1280,800',
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-features=Translate',
    // Chromium refuses to run its sandbox as root; without --test-type a bar across the window says so.
    ...(options.isRoot ? ['--no-sandbox', '--test-type'] : []),
  ];
}

/** Opens a window of an installed browser that shows only the app; returns what closes it. */
export function openAppWindow(options: AppWindowOptions): () => void {
  const profileFolder = options.browser.profileFolder ?? join(options.dataFolder, 'browser-window');
  mkdirSync(profileFolder, { recursive: true, mode: 0o700 });
  const page = join(profileFolder, 'open.html');
  writeDoorPage(page, options.address);
  const child = spawn(
    options.browser.path,
    appWindowArguments({ ...options, profileFolder, page }),
    // On Linux the browser takes its language from here and not from --lang.
    { stdio: 'ignore', env: { ...process.env, LANGUAGE: options.language } },
  );
  let isOver = false;
  const end = (): void => {
    if (isOver) return;
    isOver = true;
    options.ended();
  };
  child.once('error', end);
  child.once('exit', end);
  return () => {
    child.kill();
    rmSync(page, { force: true });
  };
}

/** A page that goes on to the address at once. Made anew: one of before may have another mode, or be a link. */
function writeDoorPage(path: string, address: string): void {
  rmSync(path, { force: true });
  const lines = [
    '<!doctype html><meta charset="utf-8"><title>Oda</title>',
    '<meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">',
    `<meta http-equiv="refresh" content="0;url=${address}">`,
  ];
  writeFileSync(path, lines.join('\n'), { mode: 0o600, flag: 'wx' });
}
