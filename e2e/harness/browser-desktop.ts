import type { Browser, BrowserContext, Page } from 'playwright/test';
import { AppProcess } from './app-process.ts';
import {
  downloadsOf,
  sayViolations,
  watchPage,
  type Desktop,
  type DesktopOptions,
} from './desktop.ts';

const locales = { en: 'en-GB', tr: 'tr-TR' } as const;

/** The browser shell, with its page in a browser context of its own. */
export class BrowserDesktop implements Desktop {
  readonly #browser: Browser;
  readonly #options: DesktopOptions;
  #running: { app: AppProcess; context: BrowserContext } | undefined;

  constructor(browser: Browser, options: DesktopOptions) {
    this.#browser = browser;
    this.#options = options;
  }

  get downloads(): string {
    return downloadsOf(this.#options.dataFolder);
  }

  async open(): Promise<Page> {
    const { dataFolder, language, colorScheme, viewport, within, standIn, onProblem } =
      this.#options;
    // Tests run beside each other: their rooms are nothing to one another.
    const nearby = within ? [] : ['--no-nearby'];
    const args = ['--no-open', ...nearby, '--lang', language, '--data', dataFolder];
    const { process: app, event } = await AppProcess.start('browser', args, {
      within,
      downloads: this.downloads,
    });
    const context = await this.#browser.newContext({
      locale: locales[language],
      colorScheme,
      viewport,
      reducedMotion: 'reduce',
    });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    this.#running = { app, context };
    context.on('page', (page) => watchPage(page, onProblem));
    await context.addInitScript(sayViolations);
    if (standIn)
      await context.addInitScript((given) => Object.assign(window, { odaStandIn: given }), standIn);
    const page = await context.newPage();
    await page.goto(String(event['url']));
    return page;
  }

  async close(): Promise<void> {
    if (!this.#running) return;
    const { app, context } = this.#running;
    this.#running = undefined;
    await context.close();
    const code = await app.stop();
    if (code !== 0) this.#options.onProblem(`The app ended with ${code}.`);
    if (app.errors !== '') this.#options.onProblem(`The app reported:\n${app.errors}`);
  }

  async kill(): Promise<void> {
    if (!this.#running) return;
    const { app, context } = this.#running;
    this.#running = undefined;
    // First the page: it would say in the console that nobody answers any more.
    await context.close();
    await app.kill();
  }
}
