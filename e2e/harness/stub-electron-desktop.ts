import { fork, type ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page, Route } from 'playwright/test';
import { projectFolder, projectNode, quietEnvironment } from './app-process.ts';
import { downloadsOf, watchPage, type Desktop, type DesktopOptions } from './desktop.ts';
import type { Call, FromStub } from './electron-stub/messages.ts';
import { pageScript } from './electron-stub/preload-in-page.ts';

/** Where Chromium is shown what Electron's windows have under a scheme of the app's own. */
const shownOrigin = 'https://oda-app.example';
const ownOrigin = 'oda-app://oda';

export type StubOptions = DesktopOptions & {
  env?: Readonly<Record<string, string>> | undefined;
  args?: readonly string[] | undefined;
  /** Nobody reads what it reports. */
  isUnread?: boolean | undefined;
  /** The folder or archive of the app; the built project's own if it is not said. */
  app?: string | undefined;
};

/** Something the app did outside of its pages. */
export type Deed = { what: string; with: unknown };

/** The built Electron shell over a stand-in for `electron`; its pages are shown in Chromium. */
export class StubElectronDesktop implements Desktop {
  readonly #browser: Browser;
  readonly #options: StubOptions;
  readonly #pages = new Map<number, Page>();
  /** How many messages of a page's have arrived. */
  readonly #received = new WeakMap<Page, number>();
  readonly #arrivals = new EventEmitter();
  readonly #calls = new Map<number, PromiseWithResolvers<unknown>>();
  /** In the order in which they happened. */
  readonly deeds: Deed[] = [];
  #lastCall = 0;
  #running: { child: ChildProcess; context: BrowserContext; exit: Promise<number> } | undefined;
  #errors = '';
  #isEndExpected = false;
  #loading = Promise.resolve();

  constructor(browser: Browser, options: StubOptions) {
    this.#browser = browser;
    this.#options = options;
  }

  get downloads(): string {
    return downloadsOf(this.#options.dataFolder);
  }

  async open(): Promise<Page> {
    await this.launch();
    const { promise, resolve } = Promise.withResolvers<Page>();
    this.#onShown = resolve;
    const shown = [...this.#pages.values()][0];
    if (shown && this.deeds.some(({ what }) => what === 'shown')) resolve(shown);
    const exit = this.#running?.exit ?? Promise.resolve(0);
    const page = await Promise.race([promise, exit.then((code) => this.#fail(code))]);
    // It may have been shown while it was loading still.
    await this.#loading;
    return page;
  }

  #onShown: ((page: Page) => void) | undefined;

  #fail(code: number): never {
    throw new Error(`The app ended with ${code} before a window was shown.\n${this.#errors}`);
  }

  /** Starts the app without waiting for a window. */
  async launch(): Promise<void> {
    const { dataFolder, language, colorScheme, viewport, env = {}, args = [] } = this.#options;
    const { app = projectFolder } = this.#options;
    const context = await this.#browser.newContext({
      colorScheme,
      viewport,
      reducedMotion: 'reduce',
    });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await context.addInitScript({
      content: pageScript(join(projectFolder, 'dist/main/preload.cjs')),
    });
    await context.exposeBinding('electronSends', ({ page, frame }, ...sent: unknown[]) =>
      this.#fromPage(
        page,
        { url: own(frame.url()), isMainFrame: frame === page.mainFrame() },
        sent,
      ),
    );
    await context.route(`${shownOrigin}/**`, (route) => this.#fetch(route));
    const start = join(import.meta.dirname, 'electron-stub/start.ts');
    const child = fork(
      start,
      [app, '--no-nearby', '--data', dataFolder, '--lang', language, ...args],
      {
        execPath: projectNode(),
        execArgv: [],
        serialization: 'advanced',
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
        env: { ...quietEnvironment(), NODE_OPTIONS: '', XDG_DOWNLOAD_DIR: this.downloads, ...env },
      },
    );
    if (this.#options.isUnread) child.stderr?.destroy();
    else child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.#errors += text));
    const exit = once(child, 'exit').then(([code]) => {
      for (const call of this.#calls.values()) call.reject(new Error('The app has ended'));
      this.#calls.clear();
      return Number(code);
    });
    this.#running = { child, context, exit };
    child.on('message', (message: FromStub) => this.#hear(message));
  }

  /** Its exit code. */
  exited(): Promise<number> {
    // Whoever asks judges it.
    this.#isEndExpected = true;
    return this.#running?.exit ?? Promise.reject(new Error('The app does not run'));
  }

  get errors(): string {
    return this.#errors;
  }

  get pages(): readonly Page[] {
    return [...this.#pages.values()];
  }

  /** What it did of one kind, oldest first. */
  did(what: string): unknown[] {
    return this.deeds.filter((deed) => deed.what === what).map((deed) => deed.with);
  }

  call(call: Call): Promise<unknown> {
    const child = this.#running?.child;
    if (!child?.connected) return Promise.reject(new Error('The app does not run'));
    this.#lastCall += 1;
    const answer = Promise.withResolvers<unknown>();
    this.#calls.set(this.#lastCall, answer);
    // It may be ending just now, and says so by its exit.
    child.send({ ...call, call: this.#lastCall }, (error) => {
      if (error) answer.reject(new Error('The app has ended', { cause: error }));
    });
    return answer.promise;
  }

  async close(): Promise<void> {
    const running = this.#running;
    if (!running) return;
    // Ends as by the menu; pages go with their windows.
    if (running.child.exitCode === null) await this.call({ is: 'quit' }).catch(() => undefined);
    const code = await running.exit;
    this.#running = undefined;
    await running.context.close();
    if (code !== 0 && !this.#isEndExpected) this.#options.onProblem(`The app ended with ${code}.`);
    if (this.#errors !== '') this.#options.onProblem(`The app reported:\n${this.#errors}`);
  }

  async kill(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    if (!running) return;
    await running.context.close();
    running.child.kill('SIGKILL');
    await running.exit;
  }

  async #fetch(route: Route): Promise<void> {
    const request = route.request();
    const { range } = request.headers();
    const headers = range === undefined ? {} : { range };
    const method = request.method();
    const call = { is: 'fetch', url: own(request.url()), method, headers } as const;
    const answer = await this.call(call).catch(() => undefined);
    // A page that is still loading when the app ends gets nothing any more; it goes with its window.
    if (!answer) return;
    const { body, ...head } = answer as {
      status: number;
      headers: Record<string, string>;
      body: string;
    };
    await route.fulfill({ ...head, body: Buffer.from(body, 'base64') });
  }

  #hear(message: FromStub): void {
    switch (message.is) {
      case 'ready':
        return;
      case 'load':
        this.deeds.push({ what: 'load', with: message.window });
        this.#loading = this.#loading.then(() => this.#load(message.window, message.url));
        return;
      case 'shown':
      case 'front':
        this.deeds.push({ what: message.is, with: message.window });
        this.#tellShown();
        return;
      case 'closing':
        void this.#unload(message.window);
        return;
      case 'closed':
        void this.#pages.get(message.window)?.close();
        this.#pages.delete(message.window);
        this.deeds.push({ what: 'closed', with: message.window });
        return;
      case 'to-page': {
        const page = this.#pages.get(message.window);
        void page?.evaluate(pushIntoPage, message).catch(() => undefined);
        return;
      }
      case 'done':
        this.deeds.push(message);
        return;
      case 'answer': {
        const call = this.#calls.get(message.call);
        this.#calls.delete(message.call);
        if (message.error === undefined) call?.resolve(message.value);
        else call?.reject(new Error(message.error));
      }
    }
  }

  #tellShown(): void {
    const [page] = this.#pages.values();
    if (page && this.deeds.some(({ what }) => what === 'shown')) this.#onShown?.(page);
  }

  async #load(window: number, url: string): Promise<void> {
    const known = this.#pages.get(window);
    const page = known ?? (await this.#running?.context.newPage());
    if (!page) return;
    if (!known) watchPage(page, this.#options.onProblem);
    this.#pages.set(window, page);
    this.#received.delete(page);
    await page
      .goto(url.replace(ownOrigin, shownOrigin))
      .then(
        () => this.call({ is: 'loaded', window }),
        (error: unknown) => this.call({ is: 'loaded', window, error: String(error) }),
      )
      .catch(() => undefined);
    this.#tellShown();
  }

  /** Lets the page of a closing window have its last moment; all that it has sent has arrived then. */
  async #unload(window: number): Promise<void> {
    const page = this.#pages.get(window);
    const sent = await page?.evaluate(unloadPage).catch(() => 0);
    while (page && (this.#received.get(page) ?? 0) < (sent ?? 0))
      await once(this.#arrivals, 'arrived');
    await this.call({ is: 'unloaded', window }).catch(() => undefined);
  }

  #fromPage(page: Page, frame: { url: string; isMainFrame: boolean }, sent: unknown[]): unknown {
    const [kind, channel, args] = sent as ['invoke' | 'send' | 'open', string, unknown[]];
    if (kind !== 'open') {
      this.#received.set(page, (this.#received.get(page) ?? 0) + 1);
      queueMicrotask(() => this.#arrivals.emit('arrived'));
    }
    const window = [...this.#pages].find(([, each]) => each === page)?.[0] ?? 0;
    const asked: Call =
      kind === 'open'
        ? { is: 'window-open', window, url: own(channel) }
        : { is: kind, window, frame, channel, args };
    return this.call(asked).catch((error: unknown) => {
      // A page that is going hears no answer any more.
      if (this.#pages.has(window) && this.#running?.child.connected) throw error;
    });
  }
}

function own(url: string): string {
  return url.replace(shownOrigin, ownOrigin);
}

function unloadPage(): number {
  const { electronUnloads } = window as unknown as { electronUnloads?: () => number };
  return electronUnloads?.() ?? 0;
}

function pushIntoPage({ channel, args }: { channel: string; args: unknown[] }): void {
  const { electronPushes } = window as unknown as {
    electronPushes?: (channel: string, args: unknown[]) => void;
  };
  electronPushes?.(channel, args);
}
