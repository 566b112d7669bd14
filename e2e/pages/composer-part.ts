import { expect, type Locator } from 'playwright/test';
import type { Screen } from './screen.ts';
import { pattern } from '../harness/words.ts';

/** Where one writes. */
export class ComposerPart {
  readonly #screen: Screen;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  get field(): Locator {
    const { page, words } = this.#screen;
    const { label, labelEveryone } = words.composer;
    return page
      .getByRole('textbox', { name: pattern(labelEveryone) })
      .or(page.getByRole('textbox', { name: pattern(label) }));
  }

  get sendButton(): Locator {
    const { page, words } = this.#screen;
    return page.getByRole('button', { name: words.composer.send, exact: true });
  }

  /** Writes and presses Enter, whatever comes of it. */
  async enter(text: string): Promise<void> {
    await this.field.fill(text);
    await this.field.press('Enter');
  }

  /** Writes and sends with Enter; the field is empty afterwards. */
  async send(text: string): Promise<void> {
    await this.enter(text);
    await expect(this.field).toHaveValue('');
  }

  /** Brings back what one said last, by the key for it, and says more behind it. */
  async changeLast(said: string, more: string): Promise<void> {
    await this.field.press('ArrowUp');
    await expect(this.field).toHaveValue(said);
    await this.field.pressSequentially(more);
    await this.field.press('Enter');
    await expect(this.field).toHaveValue('');
  }
}
