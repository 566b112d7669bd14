import { expect, type Locator } from 'playwright/test';
import type { Screen } from './screen.ts';

/** What the room sends at a time: beside the button that sends. */
export class LaterPart {
  readonly #screen: Screen;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  get dialog(): Locator {
    return this.#screen.page.getByRole('dialog');
  }

  /** In the list of those that wait. */
  get messages(): Locator {
    return this.dialog.getByRole('listitem');
  }

  /** What stands in the field, at the time that is offered; the list of those that wait is shown then. */
  async schedule(): Promise<void> {
    const { later } = this.#screen.words;
    await this.#choose(later.schedule);
    await this.dialog.getByRole('button', { name: later.send }).click();
    await expect(this.messages).not.toHaveCount(0);
  }

  async openList(): Promise<void> {
    await this.#choose(this.#screen.words.later.waiting);
  }

  /** In the list, of the only one. */
  async change(text: string): Promise<void> {
    const { later } = this.#screen.words;
    await this.dialog.getByRole('button', { name: later.change }).click();
    await this.dialog.getByLabel(later.text).fill(text);
    await this.dialog.getByRole('button', { name: later.change }).click();
    await expect(this.messages).toContainText([text]);
  }

  async close(): Promise<void> {
    const { ui } = this.#screen.words;
    await this.dialog.getByRole('button', { name: ui.close }).last().click();
    await expect(this.dialog).toHaveCount(0);
  }

  async #choose(item: string): Promise<void> {
    const { page, words } = this.#screen;
    await page.getByRole('button', { name: words.later.menu, exact: true }).click();
    await page.getByRole('menuitem', { name: item }).click();
  }
}
