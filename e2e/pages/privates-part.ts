import { type Locator } from 'playwright/test';
import type { Screen } from './screen.ts';
import { pattern } from '../harness/words.ts';
import { PrivatePage } from './private-page.ts';

/** What the window of a room shows of private chats: who asks for one, and those one is in. */
export class PrivatesPart {
  readonly #screen: Screen;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  get list(): Locator {
    const { page, words } = this.#screen;
    return page.getByRole('region', { name: words.privateChat.list, exact: true });
  }

  /** Who asks, below the screen. */
  get asks(): Locator {
    const { page, words } = this.#screen;
    return page.getByRole('region', { name: words.privateChat.asksRegion });
  }

  askOf(name: string): Locator {
    return this.asks.getByRole('group', {
      name: pattern(this.#screen.words.privateChat.asks, { name }),
    });
  }

  /** Says yes to who asks; the window that opens. */
  accept(name: string): Promise<PrivatePage> {
    const { accept } = this.#screen.words.privateChat;
    return PrivatePage.openedBy(this.#screen, () =>
      this.askOf(name).getByRole('button', { name: accept }).click(),
    );
  }

  async decline(name: string): Promise<void> {
    const { decline } = this.#screen.words.privateChat;
    await this.askOf(name).getByRole('button', { name: decline }).click();
  }
}
