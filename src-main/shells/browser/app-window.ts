import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
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

export function appWindowArguments(
  options: Pick<AppWindowOptions, 'address' | 'language' | 'isRoot'> & { profileFolder: string },
): string[] {
  return [
    `--app=${options.address}`,
    `--user-data-dir=${options.profileFolder}`,
    `--lang=${options.language}`,
    // What pages see, also where the browser itself lacks the language.
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
  const child = spawn(
    options.browser.path,
    appWindowArguments({ ...options, profileFolder }),
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
  return () => void child.kill();
}
