import { expect, type Locator } from 'playwright/test';
import type { Screen } from './screen.ts';
import { pattern } from '../harness/words.ts';
import { turnTo } from './columns.ts';

/** The list at the left: everyone, direct conversations and people. */
export class ConversationsPart {
  readonly #screen: Screen;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  get list(): Locator {
    const { page, words } = this.#screen;
    return page.getByRole('navigation', { name: words.conversations.list });
  }

  item(name: string): Locator {
    return this.list.getByRole('button', { name: new RegExp(`^${name} `) });
  }

  /** Waits until something there has not been read, or just so much. */
  async isUnread(name: string, count?: number): Promise<void> {
    await expect(this.item(name)).toContainText(this.#unread(count));
  }

  /** Whether something there has not been read, as the list says now. */
  async unreadIn(name: string): Promise<boolean> {
    return this.#unread().test((await this.item(name).textContent()) ?? '');
  }

  #unread(count?: number): RegExp {
    const { unread_one, unread_other } = this.#screen.words.conversations;
    const texts = [unread_one, unread_other];
    return new RegExp(
      texts.map((text) => text.replace('{{count}}', String(count ?? '\\d+'))).join('|'),
    );
  }

  async openEveryone(): Promise<void> {
    const { words, page } = this.#screen;
    await turnTo(this.#screen, 'list');
    await this.item(words.conversations.everyone).click();
    await expect(page.getByRole('log', { name: words.timeline.logEveryone })).toBeVisible();
  }

  /** Opens the conversation with one person. */
  async openDirect(name: string): Promise<void> {
    const { words, page } = this.#screen;
    await turnTo(this.#screen, 'list');
    await this.item(name).click();
    await expect(page.getByRole('log', { name: pattern(words.timeline.log) })).toBeVisible();
  }
}
