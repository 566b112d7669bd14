import { join } from 'node:path';
import { app, BrowserWindow, dialog, Menu, session } from 'electron';
import type { Session } from 'electron';
import { z } from 'zod';
import { settingsSchema, type Settings } from '../../../src-shared/bridge/app.ts';
import type { Clock } from '../../../src-shared/outside/clock.ts';
import type { Language } from '../../../src-shared/translations/catalogue.ts';
import type { OpenedApp } from '../../app/open-app.ts';
import type { App } from '../../app/create-app.ts';
import { refusalSentence } from '../../../src-shared/sentences/refusal-sentence.ts';
import { shellWords, type ShellWords } from '../words.ts';
import { appMenu } from './app-menu.ts';
import { followBadge } from './badge.ts';
import { closeBeforeQuitting } from './close-before-quitting.ts';
import { connectPages } from './connect-pages.ts';
import { guardAllContents, guardSession } from './guard-contents.ts';
import { servePages } from './serve-pages.ts';
import { followProgress } from './task-progress.ts';
import { Windows } from './windows.ts';

/** Those that Oda itself speaks. */
const spelledLanguages = ['en-US', 'tr'];

export type ElectronShellOptions = {
  /** The system's, or the one it was started with. */
  language: Language;
  dataFolder: string;
  rendererFolder: string;
  preload: string;
  clock: Clock;
  openApp(): Promise<OpenedApp>;
  reportDefect: (error: unknown) => void;
};

/** The person has been told why; `npm start` need not try another shell. Known to tools/start.mjs. */
const refusedCode = 3;

/** Shows the app in Electron's windows; runs once Electron is ready, in its only instance. */
export async function runElectronShell(options: ElectronShellOptions): Promise<void> {
  const { language, reportDefect } = options;
  // Before anything else: what Electron's session has begun by itself is broken off.
  checkSpelling(session.defaultSession, false);
  const started = await options.openApp();
  if (!started.ok) {
    dialog.showErrorBox(
      shellWords(language).startFailed,
      refusalSentence(started.refusal, language),
    );
    return app.exit(refusedCode);
  }
  const words = await followSettings(started.value, language);
  await followBadge(started.value, (count) => app.setBadgeCount(count));
  const windows = new Windows({
    preload: options.preload,
    stateFile: join(options.dataFolder, 'window.json'),
    words,
    clock: options.clock,
    reportDefect,
  });
  followProgress(started.value, (part) => {
    for (const window of BrowserWindow.getAllWindows()) window.setProgressBar(part);
  });
  guardSession(session.defaultSession);
  guardAllContents({ openWindow: (url) => windows.openPage(url), reportDefect });
  servePages(session.defaultSession, options.rendererFolder, { app: started.value, reportDefect });
  const disconnectPages = connectPages(started.value, reportDefect);

  const end = closeBeforeQuitting(options, {
    quitting: app,
    running: started.value,
    disconnectPages,
  });
  const comeForward = (): void => {
    if (!end.hasBegun()) windows.focusMain();
  };
  app.on('second-instance', comeForward);
  app.on('activate', comeForward);
  app.on('open-url', comeForward);
  app.on('window-all-closed', () => app.quit());
  windows.openMain();
  return undefined;
}

/** Menus speak the language that the person has chosen, and spelling is checked as chosen, now and after each change. */
async function followSettings(running: App, system: Language): Promise<() => ShellWords> {
  let words = shellWords(system);
  const follow = ({ language, spelling }: Pick<Settings, 'language' | 'spelling'>): void => {
    checkSpelling(session.defaultSession, spelling);
    words = shellWords(language === 'system' ? system : language);
    Menu.setApplicationMenu(Menu.buildFromTemplate(appMenu(words, process.platform)));
  };
  running.on((name, push) => {
    if (name === 'settings/changed') follow(settingsSchema.parse(push));
  });
  const start = z.object({ value: z.object({ settings: settingsSchema }) });
  const known = start.safeParse(await running.handle('app/start', {})).data;
  follow(known?.value.settings ?? { language: 'system', spelling: false });
  return () => words;
}

/**
 * Whether misspelt words are underlined. But for macOS, which has its own dictionaries and finds the language by
 * itself, Chromium fetches those of its list from the internet, even when nothing is checked: so the list is empty then.
 */
function checkSpelling(pages: Session, isOn: boolean): void {
  if (process.platform !== 'darwin') {
    const there = pages.availableSpellCheckerLanguages;
    pages.setSpellCheckerLanguages(
      isOn ? spelledLanguages.filter((one) => there.includes(one)) : [],
    );
  }
  pages.setSpellCheckerEnabled(isOn);
}
