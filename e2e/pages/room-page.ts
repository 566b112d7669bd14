import { expect, type Locator } from 'playwright/test';
import type { Screen } from './screen.ts';

/** The whole window of a room: its rail, its state, its notices. */
export class RoomPage {
  readonly #screen: Screen;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  get rail(): Locator {
    const { page, words } = this.#screen;
    return page.getByRole('navigation', { name: words.rooms.list });
  }

  railRoom(name: string): Locator {
    return this.rail.getByRole('button', { name: new RegExp(`^${name}`) });
  }

  /** Waits for the room in which an app that starts again shows itself. */
  async isShown(name: string): Promise<void> {
    const { page, words } = this.#screen;
    await expect(page.getByRole('heading', { name, level: 2, exact: true })).toBeVisible();
    await expect(page.getByRole('log', { name: words.timeline.logEveryone })).toBeVisible();
  }

  /** Waits until the room is connected. */
  async isLive(name: string): Promise<void> {
    await expect(this.railRoom(name)).toHaveAccessibleName(
      new RegExp(this.#screen.words.rooms.state_live),
    );
  }

  /** Tries to connect now, if it is offline; it may be back by itself already. */
  async retry(): Promise<void> {
    const { page, words } = this.#screen;
    // In one step: what was there when one looked may be gone when one reaches for it.
    await page.getByRole('button', { name: words.connection.tryNow }).evaluateAll((buttons) => {
      for (const button of buttons) if (button instanceof HTMLElement) button.click();
    });
  }

  get notices(): Locator {
    const { page, words } = this.#screen;
    return page.getByRole('region', { name: words.notice.region });
  }

  async dismissNotices(): Promise<void> {
    const dismiss = this.notices.getByRole('button', { name: this.#screen.words.notice.dismiss });
    while ((await dismiss.count()) > 0) await dismiss.first().click();
  }

  /** Closes a room for everybody, or disconnects from one of somebody else, by its menu. */
  async disconnect(name: string): Promise<void> {
    const { page, words } = this.#screen;
    await this.railRoom(name).click({ button: 'right' });
    const { disconnect, closeAsk, close } = words.rooms;
    const item = page.getByRole('menuitem', { name: new RegExp(`^(${disconnect}|${closeAsk})$`) });
    const asks = (await item.textContent()) === closeAsk;
    await item.click();
    if (!asks) return;
    const question = page.getByRole('alertdialog').or(page.getByRole('dialog'));
    await question.getByRole('button', { name: close }).click();
  }
}
