import { readFileSync, writeFileSync } from 'node:fs';
import { app, BrowserWindow, clipboard, dialog, Menu, nativeTheme, screen } from 'electron';
import type { ContextMenuParams } from 'electron';
import type { Clock } from '../../../src-shared/outside/clock.ts';
import type { ShellWords } from '../words.ts';
import { contextMenu } from './context-menu.ts';
import { startPage } from './own-page.ts';
import { conversationSize, placeWindow, readWindowState, smallestSize } from './window-state.ts';
import type { WindowState } from './window-state.ts';

export type WindowsOptions = {
  preload: string;
  /** Where the main window's place is kept. */
  stateFile: string;
  /** In the language of the moment. */
  words: () => ShellWords;
  clock: Clock;
  reportDefect: (error: unknown) => void;
};

/** Background while the page loads, as the themes of the page have it. */
const background = { light: '#ffffff', dark: '#161a1d' } as const;

/** Some compositors under Wayland draw nothing of a hidden window, which then is never ready to be shown. */
const showWithinMs = 2000;

/** The app's windows: the main one, and conversations that live in a window of their own. */
export class Windows {
  readonly #options: WindowsOptions;
  #main: BrowserWindow | undefined;

  constructor(options: WindowsOptions) {
    this.#options = options;
  }

  openMain(): void {
    if (this.#main) return this.focusMain();
    const displays = screen.getAllDisplays().map((display) => display.workArea);
    const { bounds, isMaximized } = placeWindow(this.#readState(), displays);
    const window = this.#create({ ...bounds });
    // This shows it as well, so not before there is something to see.
    if (isMaximized) window.once('show', () => window.maximize());
    this.#main = window;
    window.on('close', () => this.#writeState(window));
    window.on('closed', () => (this.#main = undefined));
    this.#load(window, startPage);
  }

  /** A page of the app in a window of its own; the same page again comes to the front. */
  openPage(url: string): void {
    const open = BrowserWindow.getAllWindows().find(
      (window) => window.webContents.getURL() === url,
    );
    if (open) return bringToFront(open);
    this.#load(this.#create({ ...conversationSize }), url);
    return undefined;
  }

  focusMain(): void {
    if (this.#main) bringToFront(this.#main);
    else this.openMain();
  }

  #create(bounds: { width: number; height: number; x?: number; y?: number }): BrowserWindow {
    const window = new BrowserWindow({
      ...bounds,
      minWidth: smallestSize.width,
      minHeight: smallestSize.height,
      title: 'Oda',
      show: false,
      backgroundColor: nativeTheme.shouldUseDarkColors ? background.dark : background.light,
      autoHideMenuBar: true,
      webPreferences: {
        preload: this.#options.preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInSubFrames: false,
        nodeIntegrationInWorker: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        webviewTag: false,
        navigateOnDragDrop: false,
        // As the session has it at the moment, see run-electron-shell.ts.
        spellcheck: true,
      },
    });
    this.#showOnce(window);
    window.webContents.on('context-menu', (_event, place) => this.#popUpMenu(window, place));
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason !== 'clean-exit' && !window.isDestroyed()) void this.#offerReload(window);
    });
    return window;
  }

  /** With the first sign that there is something to see, or that it takes too long. */
  #showOnce(window: BrowserWindow): void {
    const show = (): void => {
      stopWaiting();
      window.off('ready-to-show', show);
      window.webContents.off('did-finish-load', show);
      window.webContents.off('did-fail-load', show);
      window.show();
    };
    const stopWaiting = this.#options.clock.after(showWithinMs, show);
    window.on('ready-to-show', show);
    window.webContents.on('did-finish-load', show);
    window.webContents.on('did-fail-load', show);
    window.once('closed', stopWaiting);
  }

  #popUpMenu(window: BrowserWindow, place: ContextMenuParams): void {
    const { webContents } = window;
    const items = contextMenu(place, this.#options.words(), {
      replaceMisspelling: (word) => webContents.replaceMisspelling(word),
      learnWord: (word) => void webContents.session.addWordToSpellCheckerDictionary(word),
      copyText: (text) => void clipboard.writeText(text).catch(this.#options.reportDefect),
    });
    if (items.length === 0) return;
    const { frame, menuSourceType } = place;
    Menu.buildFromTemplate(items).popup({
      window,
      sourceType: menuSourceType,
      ...(frame ? { frame } : {}),
    });
  }

  #load(window: BrowserWindow, url: string): void {
    window.loadURL(url).catch((error: unknown) => {
      // A window that is closed while it loads is no defect.
      if (!window.isDestroyed()) this.#options.reportDefect(error);
    });
  }

  async #offerReload(window: BrowserWindow): Promise<void> {
    const { pageCrashed, pageCrashedWhy, reload, closeWindow } = this.#options.words();
    const { response } = await dialog.showMessageBox(window, {
      type: 'error',
      message: pageCrashed,
      detail: pageCrashedWhy,
      buttons: [reload, closeWindow],
      defaultId: 0,
      cancelId: 1,
    });
    if (window.isDestroyed()) return;
    if (response === 0) window.webContents.reload();
    else window.destroy();
  }

  #readState(): WindowState | undefined {
    try {
      return readWindowState(readFileSync(this.#options.stateFile, 'utf8'));
    } catch (error) {
      // None was written yet.
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      this.#options.reportDefect(error);
      return undefined;
    }
  }

  #writeState(window: BrowserWindow): void {
    const state: WindowState = { ...window.getNormalBounds(), isMaximized: window.isMaximized() };
    try {
      writeFileSync(this.#options.stateFile, JSON.stringify(state));
    } catch (error) {
      // A full or read-only disk must not keep the window from closing.
      this.#options.reportDefect(error);
    }
  }
}

export function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
  // A window of a program in the background comes to the front on macOS only with its program.
  if (process.platform === 'darwin') app.focus({ steal: true });
}
