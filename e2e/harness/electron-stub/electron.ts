import { EventEmitter } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rawIpcMain } from './ipc-main.ts';
import type { Frame, ToStub } from './messages.ts';
import { emitPreventable, isDone, onlyBeforeReady, onlyWhenReady } from './stub-state.ts';
import { done, pathOf, PreventableEvent, settings, state, tell } from './stub-state.ts';
import { choose } from './system.ts';
import { typed } from './typed.ts';

export { ipcMain } from './ipc-main.ts';
export { clipboard, dialog, Menu, nativeTheme, screen, shell } from './system.ts';

/**
 * Stands in for the module `electron` in the main process, as its binary cannot be had. It behaves as Electron's
 * documentation says, in the order of its events above all, and its pages are shown by the test in a Chromium.
 */
let windows: BrowserWindow[] = [];

class App extends EventEmitter {
  readonly isPackaged = settings.isPackaged;
  readonly #ready = Promise.withResolvers<void>();
  #isExiting = false;
  readonly setBadgeCount = (count = 0) => isDone('badge', count);
  readonly commandLine = typed('CommandLine', {
    appendSwitch: (name: string, value?: string) => done('switch', { name, value }),
  });

  setPath(name: string, path: string): void {
    if (!existsSync(path)) mkdirSync(path, { recursive: true });
    if (name === 'userData') state.userData = path;
  }
  enableSandbox(): void {
    onlyBeforeReady('app.enableSandbox');
    done('sandbox-enabled', true);
  }
  setAppUserModelId(id: string): void {
    done('app-user-model-id', id);
  }
  setAsDefaultProtocolClient(scheme: string, path: string, args: string[]): boolean {
    done('protocol-client', { scheme, path, args });
    return true;
  }
  readonly getPath = pathOf;
  getVersion(): string {
    const file = new URL('../../../package.json', import.meta.url);
    return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
  }
  getPreferredSystemLanguages(): string[] {
    return [settings.language];
  }
  whenReady(): Promise<void> {
    return this.#ready.promise;
  }
  focus(options?: object): void {
    done('app-focus', options);
  }

  /** Per folder of the profile: the second tells the first, and is told that it is not alone. */
  requestSingleInstanceLock(): boolean {
    const lock = join(state.userData, 'stub-lock');
    const box = join(state.userData, 'stub-instances');
    const holder = existsSync(lock) && !settings.isAlone ? Number(readFileSync(lock, 'utf8')) : 0;
    if (holder > 0 && isAlive(holder)) {
      mkdirSync(box, { recursive: true });
      writeFileSync(join(box, String(process.pid)), JSON.stringify(process.argv));
      process.kill(holder, 'SIGUSR2');
      return false;
    }
    writeFileSync(lock, String(process.pid));
    process.on('SIGUSR2', () => {
      for (const name of readdirSync(box)) {
        const argv: unknown = JSON.parse(readFileSync(join(box, name), 'utf8'));
        rmSync(join(box, name));
        this.emit('second-instance', new PreventableEvent(), argv, process.cwd(), {});
      }
    });
    return true;
  }

  quit(): void {
    if (state.quitting) return;
    if (emitPreventable(this, 'before-quit')) return;
    state.quitting = true;
    for (const window of windows.slice()) window.close();
    if (windows.length === 0) this.end();
  }
  end(): void {
    if (emitPreventable(this, 'will-quit')) {
      state.quitting = false;
      return;
    }
    this.exit(0);
  }
  exit(code = 0): void {
    this.#isExiting = true;
    for (const window of windows.slice()) window.destroy();
    this.emit('quit', new PreventableEvent(), code);
    process.exit(code);
  }

  makeReady(): void {
    state.isReady = true;
    this.emit('will-finish-launching');
    this.emit('ready', new PreventableEvent(), {});
    this.#ready.resolve();
    tell({ is: 'ready' });
  }
  allWindowsClosed(): void {
    if (this.#isExiting) return;
    if (state.quitting) return this.end();
    if (this.listenerCount('window-all-closed') === 0) this.quit();
    else this.emit('window-all-closed');
  }
}

const rawApp = new App();
export const app = typed('App', rawApp);

/** For start.ts alone: the app's own code has run. */
export const makeReady = (): void => rawApp.makeReady();

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

type Handler = (request: Request) => Response | Promise<Response>;
/** Contents, permission, what hears the decision, details. */
type Permit = (
  ...asked: [
    unknown,
    string,
    (granted: boolean) => void,
    { requestingUrl: string; isMainFrame: boolean; mediaTypes?: string[] },
  ]
) => void;
/** Contents, permission, origin, details. */
type Check = (...asked: [unknown, string, string, object]) => boolean;

class Session extends EventEmitter {
  readonly handlers = new Map<string, Handler>();
  permit: Permit | null = null;
  check: Check | null = null;
  device: ((details: { deviceType: string; origin: string }) => boolean) | null = null;
  readonly protocol = typed('Protocol', {
    handle: (scheme: string, handler: Handler) => {
      if (this.handlers.has(scheme)) throw new Error(`${scheme} is handled already`);
      this.handlers.set(scheme, handler);
    },
  });

  setPermissionRequestHandler(handler: Permit | null): void {
    this.permit = handler;
  }
  setPermissionCheckHandler(handler: Check | null): void {
    this.check = handler;
  }
  setDevicePermissionHandler(handler: typeof this.device): void {
    this.device = handler;
  }
  readonly availableSpellCheckerLanguages = ['de', 'en-US', 'tr'];
  setSpellCheckerLanguages(languages: string[]): void {
    const unknown = languages.find((one) => !this.availableSpellCheckerLanguages.includes(one));
    if (unknown !== undefined) throw new Error(`Invalid language code provided: ${unknown}`);
    done('spell-checker-languages', languages);
  }
  setSpellCheckerEnabled(isEnabled: boolean): void {
    done('spell-checker', isEnabled);
  }
  addWordToSpellCheckerDictionary(word: string): boolean {
    done('learnt', word);
    return true;
  }
}

const rawSession = new Session();
const defaultSession = typed('Session', rawSession);
export const session = {
  get defaultSession(): Session {
    onlyWhenReady('session.defaultSession');
    return defaultSession;
  },
};

const schemes = new Set<string>();
export const protocol = typed('Protocol', {
  registerSchemesAsPrivileged(custom: { scheme: string; privileges: object }[]): void {
    onlyBeforeReady('protocol.registerSchemesAsPrivileged');
    for (const { scheme, privileges } of custom) {
      schemes.add(scheme);
      done('scheme', { scheme, privileges });
    }
  },
});

type Opened = { action: 'deny' } | { action: 'allow' };

class WebContents extends EventEmitter {
  readonly id: number;
  readonly session = defaultSession;
  url = '';
  isGone = false;
  openHandler: ((details: { url: string }) => Opened) | undefined;

  constructor(id: number) {
    super();
    this.id = id;
  }
  getURL(): string {
    return this.url;
  }
  isDestroyed(): boolean {
    return this.isGone;
  }
  send(channel: string, ...args: unknown[]): void {
    if (this.isGone) throw new TypeError('Object has been destroyed');
    tell({ is: 'to-page', window: this.id, channel, args: structuredClone(args) });
  }
  reload(): void {
    tell({ is: 'load', window: this.id, url: this.url });
  }
  replaceMisspelling(word: string): void {
    done('replaced', word);
  }
  setWindowOpenHandler(handler: (details: { url: string }) => Opened): void {
    this.openHandler = handler;
  }
}

type WindowOptions = {
  show?: boolean;
  width: number;
  height: number;
  webPreferences: Record<string, unknown>;
};

const raws = new Map<number, RawBrowserWindow>();

class RawBrowserWindow extends EventEmitter {
  readonly id: number;
  readonly options: WindowOptions;
  readonly rawContents: WebContents;
  readonly webContents: WebContents;
  readonly own: RawBrowserWindow;
  #loading: PromiseWithResolvers<void> | undefined;
  #isGone = false;
  #isClosing = false;
  #isMaximized = false;
  #isMinimized = false;
  static #lastId = 0;

  static getAllWindows(): RawBrowserWindow[] {
    return [...windows];
  }
  static fromWebContents(contents: WebContents): RawBrowserWindow | null {
    return windows.find((window) => window.webContents === contents) ?? null;
  }

  constructor(options: WindowOptions) {
    super();
    onlyWhenReady('BrowserWindow');
    RawBrowserWindow.#lastId += 1;
    this.id = RawBrowserWindow.#lastId;
    this.options = options;
    const { webPreferences, ...frame } = options;
    mustBeSafe(webPreferences);
    done('window', frame);
    this.rawContents = new WebContents(this.id);
    this.webContents = typed('WebContents', this.rawContents);
    this.own = typed('BrowserWindow', this);
    windows.push(this.own);
    raws.set(this.id, this);
    rawApp.emit('web-contents-created', new PreventableEvent(), this.webContents);
    return this.own;
  }

  loadURL(url: string): Promise<void> {
    this.#mustLive();
    if (!schemes.has(URL.parse(url)?.protocol.slice(0, -1) ?? ''))
      throw new Error(`ERR_UNKNOWN_URL_SCHEME: ${url}`);
    this.rawContents.url = url;
    this.#loading = Promise.withResolvers();
    tell({ is: 'load', window: this.id, url });
    return this.#loading.promise;
  }
  /** In Electron's order: the page has loaded, then its first picture stands; what came of it is told last. */
  hasLoaded(error: string | undefined): void {
    const { url } = this.rawContents;
    const signs = error === undefined ? settings.loading : 'failed';
    if (signs.includes('failed')) {
      const reason = error ?? 'ERR_FAILED';
      this.rawContents.emit('did-fail-load', new PreventableEvent(), -2, reason, url, true, 1, 1);
      this.#loading?.reject(new Error(`${reason} loading '${url}'`));
    }
    if (signs.includes('finished')) {
      this.rawContents.emit('dom-ready', new PreventableEvent());
      this.rawContents.emit('did-finish-load');
      this.#loading?.resolve();
    }
    if (signs.includes('ready')) this.emit('ready-to-show');
    if (signs !== 'nothing') done('load-told', this.id);
  }
  show(): void {
    this.#mustLive();
    tell({ is: 'shown', window: this.id });
    this.emit('show');
  }
  setProgressBar(progress: number): void {
    done('progress', progress);
  }
  focus(): void {
    this.#mustLive();
    tell({ is: 'front', window: this.id });
    this.emit('focus');
  }
  restore(): void {
    this.#mustLive();
    this.#isMinimized = false;
    done('restored', this.id);
  }
  minimize(): void {
    this.#mustLive();
    this.#isMinimized = true;
  }
  isMinimized(): boolean {
    return this.#isMinimized;
  }
  maximize(): void {
    this.#mustLive();
    this.#isMaximized = true;
  }
  isMaximized(): boolean {
    this.#mustLive();
    return this.#isMaximized;
  }
  getNormalBounds(): { x: number; y: number; width: number; height: number } {
    this.#mustLive();
    const { width, height } = this.options;
    return { x: 0, y: 0, width, height };
  }
  isDestroyed(): boolean {
    return this.#isGone;
  }
  /** In Electron's order: the window may refuse, its page is unloaded, and only then it is gone. */
  close(): void {
    if (this.#isGone || this.#isClosing) return;
    if (emitPreventable(this, 'close')) {
      state.quitting = false;
      return;
    }
    this.#isClosing = true;
    tell({ is: 'closing', window: this.id });
  }
  destroy(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.rawContents.isGone = true;
    windows = windows.filter((window) => window !== this.own);
    this.rawContents.emit('destroyed');
    this.emit('closed');
    tell({ is: 'closed', window: this.id });
    if (windows.length === 0) rawApp.allWindowsClosed();
  }
  #mustLive(): void {
    if (this.#isGone) throw new TypeError('Object has been destroyed');
  }
}

/** A page that could reach Node, or another page, would be no sandbox. */
function mustBeSafe({ preload, ...preferences }: Record<string, unknown>): void {
  if (typeof preload !== 'string' || !existsSync(preload)) throw new Error('There is no preload');
  const safe = { sandbox: true, contextIsolation: true, webSecurity: true };
  for (const [name, value] of Object.entries(safe))
    if (preferences[name] !== value) throw new Error(`${name} is not ${value}`);
  done('web-preferences', { preload, ...preferences });
}

type BrowserWindow = RawBrowserWindow;
export const BrowserWindow = typed('BrowserWindow', RawBrowserWindow);

process.on('message', (message: ToStub) => {
  answer(message).then(
    (value) => tell({ is: 'answer', call: message.call, value }),
    (error: unknown) => tell({ is: 'answer', call: message.call, error: String(error) }),
  );
});
// Without its test it would be nobody's.
process.on('disconnect', () => process.exit(1));

function windowOf(id: number): RawBrowserWindow {
  const window = raws.get(id);
  if (!window || window.isDestroyed()) throw new Error(`There is no window ${id}`);
  return window;
}

const rawContentsOf = (id: number): WebContents => windowOf(id).rawContents;

async function answer(call: ToStub): Promise<unknown> {
  switch (call.is) {
    case 'fetch':
      return fetchPage(call);
    case 'invoke': {
      const listener = rawIpcMain.invokes.get(call.channel) as
        | ((event: object, ...args: unknown[]) => unknown)
        | undefined;
      if (!listener) throw new Error(`No handler registered for '${call.channel}'`);
      return structuredClone(await listener(eventFrom(call), ...call.args));
    }
    case 'send':
      return rawIpcMain.emit(call.channel, eventFrom(call), ...call.args);
    case 'window-open': {
      const { openHandler } = rawContentsOf(call.window);
      const opened = openHandler?.({ url: call.url }) ?? { action: 'allow' };
      return opened.action;
    }
    case 'page-event': {
      const { event, details } = call;
      // These tell what happened in a second argument.
      if (event === 'context-menu' || event === 'render-process-gone')
        return rawContentsOf(call.window).emit(event, new PreventableEvent(), details);
      return emitPreventable(rawContentsOf(call.window), event, details);
    }
    case 'app-event':
      return rawApp.emit(call.event, new PreventableEvent(), ...call.args);
    case 'loaded':
      return windowOf(call.window).hasLoaded(call.error);
    case 'minimize':
      return windowOf(call.window).minimize();
    case 'close':
      return windowOf(call.window).close();
    case 'unloaded':
      return raws.get(call.window)?.destroy();
    case 'quit':
      return rawApp.quit();
    default:
      return answerOfSession(call);
  }
}

async function answerOfSession(
  call: Extract<ToStub, { is: 'device' | 'permission' | 'choose' | 'download' }>,
): Promise<unknown> {
  switch (call.is) {
    case 'device':
      return isDeviceGiven(call.device, call.url);
    case 'permission':
      return askPermission(call);
    case 'choose':
      return choose(call.label);
    case 'download':
      return emitPreventable(rawSession, 'will-download');
  }
}

function eventFrom(call: { window: number; frame: Frame | null }): object {
  const { frame } = call;
  const senderFrame = frame && {
    url: frame.url,
    parent: frame.isMainFrame ? null : { url: 'oda-app://oda/index.html', parent: null },
  };
  return Object.assign(new PreventableEvent(), {
    senderFrame,
    sender: windowOf(call.window).webContents,
  });
}

/** What a page gets for an address of the app's own scheme. */
async function fetchPage({ url, ...how }: Extract<ToStub, { is: 'fetch' }>): Promise<unknown> {
  const scheme = new URL(url).protocol.slice(0, -1);
  const handler = rawSession.handlers.get(scheme);
  if (!handler) throw new Error(`Nothing serves ${scheme}:`);
  const response = await handler(new Request(url, how));
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.from(await response.arrayBuffer()).toString('base64'),
  };
}

function isDeviceGiven(deviceType: string, origin: string): boolean {
  return rawSession.device?.({ deviceType, origin }) ?? true;
}

/** First what a page may know without asking, then what it is given when it asks. */
async function askPermission(call: Extract<ToStub, { is: 'permission' }>): Promise<boolean[]> {
  const { permission, url, media } = call;
  const { protocol: scheme, host } = new URL(url);
  const asked = Promise.withResolvers<boolean>();
  const own = { isMainFrame: true };
  const looked = media ? { ...own, mediaType: media[0] } : own;
  const checked = rawSession.check?.(null, permission, `${scheme}//${host}/`, looked);
  const details = { ...own, requestingUrl: url, ...(media ? { mediaTypes: media } : {}) };
  rawSession.permit?.(null, permission, asked.resolve, details);
  return [checked ?? true, await asked.promise];
}
