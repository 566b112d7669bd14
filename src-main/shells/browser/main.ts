import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Language } from '../../../src-shared/translations/catalogue.ts';
import { boundNewObjects } from '../../app/bound-new-objects.ts';
import { openApp } from '../../app/open-app.ts';
import { systemClock } from '../../net/system-clock.ts';
import { systemRandom } from '../../net/system-random.ts';
import { beginShell, reportDefect } from '../begin-shell.ts';
import {
  computerName,
  systemName,
  usualDataFolder,
  usualDownloadsFolder,
  versionIn,
} from '../this-program.ts';
import { refuseArguments } from '../read-options.ts';
import { systemLanguage } from '../words.ts';
import { openAppWindow } from './app-window.ts';
import { readArguments, usage, type BrowserArguments } from './arguments.ts';
import { findBrowser, hasDisplay, thisComputer } from './find-browser.ts';
import { folderOpener } from './open-folder.ts';
import { runBrowserShell, type WindowOpener } from './run-browser-shell.ts';
import { systemTerminal } from './system-terminal.ts';

beginShell();
boundNewObjects();

const terminal = systemTerminal();
const read = readArguments(process.argv.slice(2));
if (read.ok)
  run(read.value).then(
    (code) => process.exit(code),
    (error: unknown) => {
      reportDefect(error);
      process.exit(1);
    },
  );
else process.exitCode = refuseArguments(read.argument, usage, process.stdout);

function run(args: BrowserArguments): Promise<number> {
  const { env, platform } = process;
  const dataFolder = resolve(args.dataFolder ?? usualDataFolder());
  const language = args.language ?? systemLanguage();
  return runBrowserShell({
    args,
    language,
    dataFolder,
    rendererFolder: fileURLToPath(new URL('../renderer', import.meta.url)),
    clock: systemClock,
    random: systemRandom,
    terminal,
    opener: windowOpener(dataFolder, language),
    reportDefect,
    openApp: () =>
      openApp({
        dataFolder,
        isHidden: args.isHidden,
        program: {
          version: versionIn(join(import.meta.dirname, '../../package.json')),
          shell: 'browser',
        },
        systemName: systemName(),
        downloadsFolder: usualDownloadsFolder(),
        computerName: computerName(),
        systemLanguage: language,
        openFolder: folderOpener({ platform, env, clock: systemClock }),
        storageWorkerUrl: new URL('./storage-worker.cjs', import.meta.url),
        clock: systemClock,
        random: systemRandom,
        reportDefect,
      }),
  });
}

function windowOpener(dataFolder: string, language: Language): WindowOpener {
  const computer = thisComputer(homedir());
  if (!hasDisplay(computer)) return { can: false, reason: 'no-display' };
  const browser = findBrowser(computer);
  if (!browser) return { can: false, reason: 'no-browser' };
  return {
    can: true,
    open: (address, ended) =>
      openAppWindow({
        browser,
        address,
        dataFolder,
        language,
        isRoot: process.getuid?.() === 0,
        ended,
      }),
  };
}
