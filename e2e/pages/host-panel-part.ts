import { type Locator } from 'playwright/test';
import type { GivenFile } from '../harness/given-files.ts';
import type { Screen } from './screen.ts';
import { turnTo } from './columns.ts';

/** What only the host sees: how others get in, who is connected, the log. */
export class HostPanelPart {
  readonly #screen: Screen;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  get panel(): Locator {
    const { page, words } = this.#screen;
    return page.getByRole('region', { name: words.hostPanel.title });
  }

  async open(): Promise<void> {
    const { page, words } = this.#screen;
    if (await this.panel.isVisible()) return;
    await turnTo(this.#screen, 'list');
    await page.getByRole('button', { name: words.hostPanel.open, exact: true }).click();
    await this.panel.waitFor();
  }

  async close(): Promise<void> {
    const { close } = this.#screen.words.hostPanel;
    await this.panel.getByRole('button', { name: close, exact: true }).click();
    await this.panel.waitFor({ state: 'detached' });
  }

  tab(name: 'invite' | 'activity' | 'log' | 'files' | 'options'): Locator {
    return this.panel.getByRole('tab', { name: this.#screen.words.hostPanel[name] });
  }

  /** What scrolls. */
  get logArea(): Locator {
    const { log } = this.#screen.words.hostPanel;
    return this.panel.getByRole('region', { name: log, exact: true });
  }

  /** The lines of the log that are shown, oldest first. */
  get logLines(): Locator {
    return this.logArea.getByRole('listitem');
  }

  get logSearch(): Locator {
    return this.panel.getByRole('textbox', { name: this.#screen.words.hostPanel.logFind });
  }

  /** Shows only the lines of one person, or of one kind. */
  async filterLog(by: 'logPerson' | 'logKind', value: string): Promise<void> {
    const { page, words } = this.#screen;
    await this.panel.getByRole('combobox', { name: words.hostPanel[by], exact: true }).click();
    await page.getByRole('option', { name: value, exact: true }).click();
  }

  /** Makes one, and waits until it is made and was tried. */
  async backUp(): Promise<void> {
    const { now, made } = this.#screen.words.backup;
    await this.panel.getByRole('button', { name: now, exact: true }).click();
    const [start = ''] = made.split('{{');
    await this.panel.getByText(start).first().waitFor();
  }

  /** As the system's own dialog would give it. */
  async choosePicture(picture: GivenFile): Promise<void> {
    await this.panel.locator('input[type=file]').setInputFiles(picture);
  }

  /** Chooses in one of the panel's lists. */
  async choose(list: 'fileDays' | 'space_fileBytes', value: string) {
    const { page, words } = this.#screen;
    await this.panel.getByRole('combobox', { name: words.hostPanel[list], exact: true }).click();
    await page.getByRole('option', { name: value, exact: true }).click();
  }

  option(name: 'plain' | 'logTexts'): Locator {
    const { hostPanel } = this.#screen.words;
    return this.panel.getByRole('switch', { name: hostPanel[name], exact: true });
  }
}
