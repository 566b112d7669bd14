import { join } from 'node:path';
import { app, dialog, Menu, session } from 'electron';
import type { Clock } from '../../../src-shared/outside/clock.ts';
import type { Language } from '../../../src-shared/translations/catalogue.ts';
import type { OpenedApp } from '../../app/open-app.ts';
import type { RunningApp } from '../running-app.ts';
import { refusalSentence } from '../../../src-shared/translations/refusal-sentence.ts';
import { shellWords } from '../words.ts';
import { appMenu } from './app-menu.ts';
import { connectPages } from './connect-pages.ts';
import { guardAllContents, guardPermissions } from './guard-contents.ts';
import { servePages } from './serve-pages.ts';
import { Windows } from './windows.ts';

export type ElectronShellOptions = {
  language: Language;
  dataFolder: string;
  rendererFolder: string;
  preload: string;
  clock: Clock;
  openApp(): Promise<OpenedApp>;
  reportDefect: (error: unknown) => void;
};

const closeWithinMs = 10_000;

/** Shows the app in Electron's windows; runs once Electron is ready, in its only instance. */
export async function runElectronShell(options: ElectronShellOptions): Promise<void> {
  const { language, reportDefect } = options;
  const words = shellWords(language);
  const started = await options.openApp();
  if (!started.ok) {
    dialog.showErrorBox(words.startFailed, refusalSentence(started, language));
    return app.exit(1);
  }
  const windows = new Windows({
    preload: options.preload,
    stateFile: join(options.dataFolder, 'window.json'),
    words,
    reportDefect,
  });
  guardPermissions(session.defaultSession);
  guardAllContents({ openWindow: (url) => windows.openPage(url), reportDefect });
  servePages(session.defaultSession, options.rendererFolder);
  const disconnectPages = connectPages(started.app, reportDefect);
  Menu.setApplicationMenu(Menu.buildFromTemplate(appMenu(words, process.platform)));

  app.on('second-instance', () => windows.focusMain());
  app.on('activate', () => windows.focusMain());
  app.on('open-url', (event) => {
    event.preventDefault();
    windows.focusMain();
  });
  app.on('window-all-closed', () => app.quit());
  closeBeforeQuitting(options, started.app, disconnectPages);
  windows.openMain();
}

/** Holds the end back until the app has put everything on disk, though not for ever. */
function closeBeforeQuitting(
  { clock, reportDefect }: ElectronShellOptions,
  running: RunningApp,
  disconnectPages: () => void,
): void {
  let state: 'running' | 'closing' = 'running';
  // The windows are closed by then, and have stored where they were.
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (state === 'closing') return;
    state = 'closing';
    disconnectPages();
    clock.after(closeWithinMs, () => app.exit(1));
    running.close().then(
      () => app.exit(0),
      (error: unknown) => {
        reportDefect(error);
        app.exit(1);
      },
    );
  });
}
