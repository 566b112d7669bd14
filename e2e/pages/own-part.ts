import { expect, type Locator } from 'playwright/test';
import type { Screen } from './screen.ts';
import { turnTo } from './columns.ts';

/** Oneself at the lower left: how one stands, and behind it what concerns oneself. */
export class OwnPart {
  readonly #screen: Screen;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  get place(): Locator {
    const { page, words } = this.#screen;
    return page.getByRole('button', { name: new RegExp(`^${words.rooms.youAre}`) });
  }

  /** An item of its menu, by how it begins. */
  async choose(item: string): Promise<void> {
    const { page } = this.#screen;
    await turnTo(this.#screen, 'list');
    await this.place.click();
    const menu = page.getByRole('menu');
    await menu
      .getByRole('menuitem', { name: item })
      .or(menu.getByRole('menuitemradio', { name: item }))
      .click();
    await expect(menu).toHaveCount(0);
  }

  get dialog(): Locator {
    return this.#screen.page.getByRole('dialog', { name: this.#screen.words.status.title });
  }

  /** Says what one does, with an emoji that is found by this word, until a time of day. */
  async setStatus(status: { emoji?: string; text: string; at?: string }): Promise<void> {
    const { page, words } = this.#screen;
    await this.choose(words.status.set);
    if (status.emoji !== undefined) {
      await this.dialog.getByRole('button', { name: words.status.emoji }).click();
      const search = page.getByRole('combobox', { name: words.emoji.search });
      await search.fill(status.emoji);
      await expect(search).toHaveAttribute('aria-activedescendant');
      await page.keyboard.press('Enter');
    }
    await this.dialog.getByLabel(words.status.text).fill(status.text);
    if (status.at !== undefined) {
      await this.dialog.getByRole('combobox', { name: words.status.ends }).click();
      await page.getByRole('option', { name: words.status.ends_at }).click();
      await this.dialog.getByLabel(words.status.at, { exact: true }).fill(status.at);
    }
    await this.dialog.getByRole('button', { name: words.status.save }).click();
    await expect(this.dialog).toHaveCount(0);
  }
}
