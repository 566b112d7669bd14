import { expect, type Locator } from 'playwright/test';
import type { Screen } from './screen.ts';
import { pattern } from '../harness/words.ts';
import { turnTo } from './columns.ts';

/** What holds in the room, its record and its bans; and what is done to somebody. */
export class RulesPart {
  readonly #screen: Screen;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  get panel(): Locator {
    const { page, words } = this.#screen;
    return page.getByRole('region', { name: words.moderation.open, exact: true });
  }

  /** By the room's menu. */
  async open(room: string, view: 'rules' | 'record' | 'bans' = 'rules'): Promise<void> {
    const { page, words } = this.#screen;
    if (!(await this.panel.isVisible())) {
      await turnTo(this.#screen, 'list');
      await page.getByRole('button', { name: pattern(words.rooms.menu, { room }) }).click();
      await page.getByRole('menuitem', { name: words.moderation.open, exact: true }).click();
    }
    await this.panel.getByRole('tab', { name: words.moderation[view], exact: true }).click();
  }

  /** What was done, the newest first. */
  get record(): Locator {
    const { recordList } = this.#screen.words.moderation;
    return this.panel.getByRole('list', { name: recordList }).getByRole('listitem');
  }

  get bans(): Locator {
    const { bansList } = this.#screen.words.moderation;
    return this.panel.getByRole('list', { name: bansList }).getByRole('listitem');
  }

  get readOnly(): Locator {
    const { readOnly } = this.#screen.words.moderation;
    return this.panel.getByRole('switch', { name: readOnly, exact: true });
  }

  async choose(label: string, value: string): Promise<void> {
    const { page } = this.#screen;
    await page.getByRole('combobox', { name: label, exact: true }).click();
    await page.getByRole('option', { name: value, exact: true }).click();
  }

  /** The dialog that asks for reason, length and reach. */
  get dialog(): Locator {
    return this.#screen.page.getByRole('dialog');
  }

  get reason(): Locator {
    const { reason } = this.#screen.words.moderation;
    return this.dialog.getByRole('textbox', { name: reason, exact: true });
  }

  /** Does it for a reason, by the dialog that is open. */
  async confirm(action: 'mute' | 'kick' | 'ban', reason: string): Promise<void> {
    await this.reason.fill(reason);
    const name = this.#screen.words.moderation[action];
    await this.dialog.getByRole('button', { name, exact: true }).click();
    await expect(this.dialog).toHaveCount(0);
  }
}
