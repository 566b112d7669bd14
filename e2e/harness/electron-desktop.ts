import { _electron, type ElectronApplication, type Page } from 'playwright/test';
import { projectFolder } from './app-process.ts';
import { downloadsOf, watchPage, type Desktop, type DesktopOptions } from './desktop.ts';

/** The Electron shell; `ODA_ELECTRON` names its binary. */
export class ElectronDesktop implements Desktop {
  readonly #options: DesktopOptions;
  readonly #binary: string;
  #app: ElectronApplication | undefined;

  constructor(binary: string, options: DesktopOptions) {
    this.#binary = binary;
    this.#options = options;
  }

  get downloads(): string {
    return downloadsOf(this.#options.dataFolder);
  }

  async open(): Promise<Page> {
    const { dataFolder, language, colorScheme, viewport, onProblem } = this.#options;
    const app = await _electron.launch({
      executablePath: this.#binary,
      args: [projectFolder, '--data', dataFolder, '--lang', language],
      colorScheme,
    });
    this.#app = app;
    app.on('window', (page) => watchPage(page, onProblem));
    const page = await app.firstWindow();
    watchPage(page, onProblem);
    await page.setViewportSize(viewport);
    return page;
  }

  async close(): Promise<void> {
    await this.#app?.close();
    this.#app = undefined;
  }

  async kill(): Promise<void> {
    const app = this.#app;
    this.#app = undefined;
    if (!app) return;
    const ended = new Promise<void>((resolve) => app.once('close', () => resolve()));
    app.process().kill('SIGKILL');
    await ended;
  }
}
