import { expect, type Locator } from 'playwright/test';
import type { Screen } from './screen.ts';
import { pattern } from '../harness/words.ts';
import { turnTo } from './columns.ts';
import { PeopleDialog } from './people-dialog.ts';

/** Lists of people of one's own, to each of whom one can write singly. */
export class ContactGroupsPart {
  readonly #screen: Screen;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  /** The groups in the list at the left. */
  get list(): Locator {
    const { page, words } = this.#screen;
    return page.getByRole('region', { name: words.contacts.groups });
  }

  entry(name: string): Locator {
    return this.list.getByRole('listitem').filter({ hasText: name }).getByRole('button');
  }

  /** The group in the middle of the window. */
  pane(name: string): Locator {
    return this.#screen.page.getByRole('region', { name, exact: true });
  }

  get people(): Locator {
    const { page, words } = this.#screen;
    return page
      .getByRole('main')
      .getByRole('list', { name: words.contacts.people })
      .getByRole('listitem');
  }

  get log(): Locator {
    const { page, words } = this.#screen;
    return page.getByRole('log', { name: words.contacts.log });
  }

  message(text: string): Locator {
    const { message } = this.#screen.words.timeline;
    return this.log.getByRole('listitem', { name: pattern(message, { text }) });
  }

  get field(): Locator {
    const { page, words } = this.#screen;
    return page.getByRole('textbox', { name: pattern(words.contacts.writeLabel) });
  }

  /** Makes one by the plus above the conversations; it is shown then. */
  async make(name: string, people: readonly string[]): Promise<void> {
    const { page, words } = this.#screen;
    await turnTo(this.#screen, 'list');
    await page.getByRole('button', { name: words.groups.begin, exact: true }).click();
    await page.getByRole('menuitem', { name: words.contacts.newGroupAsk }).click();
    await new PeopleDialog(this.#screen).submit(words.contacts.make, { name, people });
    await expect(this.pane(name)).toBeVisible();
  }

  /** Chooses something of the menu of the group that is shown. */
  async choose(name: string, item: string): Promise<void> {
    const { page, words } = this.#screen;
    const menu = page.getByRole('button', { name: pattern(words.contacts.menuOf, { name }) });
    await menu.click();
    await page.getByRole('menuitem', { name: item, exact: true }).click();
  }

  async send(text: string): Promise<void> {
    await this.field.fill(text);
    await this.field.press('Enter');
    await expect(this.field).toHaveValue('');
  }
}
