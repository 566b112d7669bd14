import { expect, type Locator } from 'playwright/test';
import type { Screen } from './screen.ts';
import { pattern } from '../harness/words.ts';
import { pressInHeader, turnTo } from './columns.ts';
import { PeopleDialog } from './people-dialog.ts';

/** Group conversations: making one, and the details of the one that is shown. */
export class GroupsPart {
  readonly #screen: Screen;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  get details(): Locator {
    const { page, words } = this.#screen;
    return page.getByRole('region', { name: words.groups.details });
  }

  get members(): Locator {
    const { members } = this.#screen.words.groups;
    return this.details.getByRole('list', { name: members }).getByRole('listitem');
  }

  /** Makes one by the plus above the conversations; it is shown then. */
  async make(name: string, people: readonly string[]): Promise<void> {
    await this.openNew();
    await new PeopleDialog(this.#screen).submit(this.#screen.words.groups.make, { name, people });
    await this.isShown(name);
  }

  async openNew(): Promise<void> {
    const { page, words } = this.#screen;
    await turnTo(this.#screen, 'list');
    await page.getByRole('button', { name: words.groups.begin, exact: true }).click();
    await page.getByRole('menuitem', { name: words.groups.newAsk }).click();
  }

  /** For whoever may let only the owner and moderators write there. */
  get readOnly(): Locator {
    const { readOnly } = this.#screen.words.groups;
    return this.details.getByRole('switch', { name: readOnly, exact: true });
  }

  async isShown(name: string): Promise<void> {
    const { page, words } = this.#screen;
    await expect(
      page.getByRole('log', { name: pattern(words.timeline.log, { name }) }),
    ).toBeVisible();
  }

  async openDetails(): Promise<void> {
    if (await this.details.isVisible()) return;
    const { members } = this.#screen.words.groups;
    await pressInHeader(this.#screen, members, members);
    await this.details.waitFor();
  }

  async remove(name: string): Promise<void> {
    const { page, words } = this.#screen;
    await this.openDetails();
    const menu = pattern(words.contacts.menuOf, { name });
    await this.details.getByRole('button', { name: menu }).click();
    await page.getByRole('menuitem', { name: words.groups.remove }).click();
  }

  async rename(name: string): Promise<void> {
    const { rename } = this.#screen.words.groups;
    await this.openDetails();
    await this.details.getByRole('button', { name: rename, exact: true }).click();
    await new PeopleDialog(this.#screen).submit(rename, { name });
  }

  async add(people: readonly string[]): Promise<void> {
    const { addPeople, add } = this.#screen.words.groups;
    await this.openDetails();
    await this.details.getByRole('button', { name: addPeople, exact: true }).click();
    await new PeopleDialog(this.#screen).submit(add, { people });
  }

  /** Leaves, and says yes to what that means. */
  async leave(): Promise<void> {
    const { page, words } = this.#screen;
    await this.openDetails();
    await this.details.getByRole('button', { name: words.groups.leaveAsk }).click();
    const question = page.getByRole('dialog');
    await question.getByRole('button', { name: words.groups.leave, exact: true }).click();
  }
}
