import { readFileSync, writeFileSync } from 'node:fs';
import { BrowserWindow, dialog, nativeTheme, screen } from 'electron';
import type { ShellWords } from '../words.ts';
import { startPage } from './own-page.ts';
import { defaultSize, placeWindow, readWindowState, smallestSize } from './window-state.ts';
import type { WindowState } from './window-state.ts';

export type WindowsOptions = {
  preload: string;
  /** Where the main window's place is kept. */
  stateFile: string;
  words: ShellWords;
  reportDefect: (error: unknown) => void;
};

/** Background while the page loads, as the themes of the page have it. */
const background = { light: '#ffffff', dark: '#161a1d' } as const;

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
    if (isMaximized) window.maximize();
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
    const { height } = defaultSize;
    this.#load(this.#create({ width: 640, height: height - 100 }), url);
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
        spellcheck: true,
      },
    });
    window.once('ready-to-show', () => window.show());
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason !== 'clean-exit' && !window.isDestroyed()) void this.#offerReload(window);
    });
    return window;
  }

  #load(window: BrowserWindow, url: string): void {
    window.loadURL(url).catch((error: unknown) => {
      // A window that is closed while it loads is no defect.
      if (!window.isDestroyed()) this.#options.reportDefect(error);
    });
  }

  async #offerReload(window: BrowserWindow): Promise<void> {
    const { pageCrashed, pageCrashedWhy, reload, closeWindow } = this.#options.words;
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

function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
