import { expect, type Locator, type Page } from 'playwright/test';
import { FilesPart } from './files-part.ts';
import type { Screen } from './screen.ts';
import { pattern } from '../harness/words.ts';

/** The window of a private chat, which is a page of its own. */
export class PrivatePage {
  readonly page: Page;
  readonly files: FilesPart;
  readonly #words: Screen['words'];

  constructor({ page, words }: Screen) {
    this.page = page;
    this.files = new FilesPart({ page, words });
    this.#words = words;
  }

  /** The window that opens by what is done. */
  static async openedBy(screen: Screen, act: () => Promise<void>): Promise<PrivatePage> {
    const opened = screen.page.context().waitForEvent('page');
    await act();
    return new PrivatePage({ page: await opened, words: screen.words });
  }

  get log(): Locator {
    return this.page.getByRole('log');
  }

  get field(): Locator {
    return this.page.getByRole('textbox', { name: pattern(this.#words.privateChat.write) });
  }

  /** How the private chat stands, if there is anything to say. */
  get standing(): Locator {
    return this.page.getByRole('main').getByRole('status').filter({ hasText: /./ });
  }

  /** Waits until both are in it. */
  async isOpenWith(name: string): Promise<void> {
    const { title, kept } = this.#words.privateChat;
    await expect(
      this.page.getByRole('heading', { level: 1, name: pattern(title, { name }) }),
    ).toBeVisible();
    await expect(this.page.getByText(kept)).toBeVisible();
    await expect(this.field).toBeVisible();
  }

  async send(text: string): Promise<void> {
    await this.field.fill(text);
    await this.field.press('Enter');
    await expect(this.field).toHaveValue('');
  }

  async shows(text: string, from: string): Promise<void> {
    const { message } = this.#words.timeline;
    const row = this.log.getByRole('listitem', { name: pattern(message, { name: from, text }) });
    await expect(row).toHaveCount(1);
    await expect(row).toBeVisible();
  }

  async accept(): Promise<void> {
    await this.page.getByRole('button', { name: this.#words.privateChat.accept }).click();
  }

  /** Leaves it by its button, which closes the window. */
  async leave(): Promise<void> {
    const closed = this.page.waitForEvent('close');
    const button = this.page.getByRole('button', { name: this.#words.privateChat.leave });
    // The page can be gone before the click is reported as done.
    const clicked = button.click().catch((error: unknown) => {
      if (!this.page.isClosed()) throw error;
    });
    await closed;
    await clicked;
  }

  /** Closes the window as any window is closed. */
  async closeWindow(): Promise<void> {
    await this.page.close({ runBeforeUnload: true });
  }
}
