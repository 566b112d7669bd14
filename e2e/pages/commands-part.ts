import { type Locator } from 'playwright/test';
import type { Screen } from './screen.ts';

/** What comes of commands that are typed where one writes. */
export class CommandsPart {
  readonly #screen: Screen;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  /** The answer, above the composer. */
  get card(): Locator {
    const { page, words } = this.#screen;
    return page.getByRole('group', { name: words.typed.result });
  }

  get suggestions(): Locator {
    const { page, words } = this.#screen;
    return page.getByRole('listbox', { name: words.typed.completions }).getByRole('option');
  }

  get chosen(): Locator {
    const { page, words } = this.#screen;
    return page
      .getByRole('listbox', { name: words.typed.completions })
      .getByRole('option', { selected: true });
  }
}
