import { type Locator } from 'playwright/test';
import type { Screen } from './screen.ts';

/** Name, language and appearance. */
export class SettingsPart {
  readonly #screen: Screen;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  get dialog(): Locator {
    const { page, words } = this.#screen;
    return page.getByRole('dialog', { name: words.settings.title });
  }

  async open(): Promise<void> {
    await this.#screen.page.keyboard.press('Control+,');
    await this.dialog.waitFor();
  }

  async openShortcuts(): Promise<void> {
    const { page, words } = this.#screen;
    await page.keyboard.press('Control+k');
    await page.getByRole('option', { name: words.settings.shortcuts }).click();
    await page.getByRole('dialog', { name: words.shortcuts.title }).waitFor();
  }

  switch(name: 'away' | 'receipts' | 'reads' | 'spelling'): Locator {
    const { settings } = this.#screen.words;
    return this.dialog.getByRole('switch', { name: settings[name], exact: true });
  }

  get quietHours(): Locator {
    const { attention } = this.#screen.words;
    return this.dialog.getByRole('switch', { name: attention.quiet, exact: true });
  }

  get keywords(): Locator {
    const { attention } = this.#screen.words;
    return this.dialog.getByRole('textbox', { name: attention.keywords, exact: true });
  }

  /** Takes a language by its own name; what is on the screen speaks it at once. */
  async chooseLanguage(name: string): Promise<void> {
    const { page, words } = this.#screen;
    await this.dialog.getByRole('combobox', { name: words.settings.language }).click();
    await page.getByRole('option', { name, exact: true }).click();
  }
}
