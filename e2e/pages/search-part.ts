import { type Locator } from 'playwright/test';
import type { Screen } from './screen.ts';

/** Search in what was said. */
export class SearchPart {
  readonly #screen: Screen;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  get panel(): Locator {
    const { page, words } = this.#screen;
    return page.getByRole('region', { name: words.search.title });
  }

  get field(): Locator {
    const { page, words } = this.#screen;
    return page.getByLabel(words.search.label, { exact: true });
  }

  get hits(): Locator {
    const { words } = this.#screen;
    return this.panel.getByRole('listbox', { name: words.search.results }).getByRole('option');
  }

  /** The hit that was gone to. */
  get chosen(): Locator {
    return this.panel.getByRole('option', { selected: true });
  }

  async openHere(): Promise<void> {
    await this.#screen.page.keyboard.press('Control+f');
    await this.field.waitFor();
  }

  async openEverywhere(): Promise<void> {
    await this.#screen.page.keyboard.press('Control+Shift+f');
    await this.field.waitFor();
  }
}
