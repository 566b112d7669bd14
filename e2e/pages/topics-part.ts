import { expect, type Locator } from 'playwright/test';
import type { Screen } from './screen.ts';
import { pattern } from '../harness/words.ts';
import { pressInHeader, turnTo } from './columns.ts';

/** Topics: finding, joining and making one, and the details of the one that is shown. */
export class TopicsPart {
  readonly #screen: Screen;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  get dialog(): Locator {
    return this.#screen.page.getByRole('dialog');
  }

  /** A topic as the list of all has it. */
  found(name: string): Locator {
    return this.dialog.getByRole('listitem').filter({ hasText: name });
  }

  get details(): Locator {
    const { page, words } = this.#screen;
    return page.getByRole('region', { name: words.topics.details });
  }

  get members(): Locator {
    const { members } = this.#screen.words.topics;
    return this.details.getByRole('list', { name: members }).getByRole('listitem');
  }

  async openList(): Promise<void> {
    await this.#begin(this.#screen.words.topics.findAsk);
    await this.dialog.waitFor();
  }

  async join(name: string): Promise<void> {
    await this.openList();
    const { joinNamed } = this.#screen.words.topics;
    await this.dialog.getByRole('button', { name: pattern(joinNamed, { topic: name }) }).click();
    await this.isShown(name);
  }

  async make(name: string, about = ''): Promise<void> {
    await this.#begin(this.#screen.words.topics.newAsk);
    await this.#fill(this.#screen.words.topics.make, { name, about });
  }

  async change(to: { name: string; about: string }): Promise<void> {
    const { changeAsk, change } = this.#screen.words.topics;
    await this.openDetails();
    await this.details.getByRole('button', { name: changeAsk }).click();
    await this.#fill(change, to);
  }

  async archive(): Promise<void> {
    const { archiveAsk, archive } = this.#screen.words.topics;
    await this.openDetails();
    await this.details.getByRole('button', { name: archiveAsk }).click();
    await this.dialog.getByRole('button', { name: archive, exact: true }).click();
  }

  async leave(): Promise<void> {
    const { topics, groups } = this.#screen.words;
    await this.openDetails();
    await this.details.getByRole('button', { name: topics.leaveAsk }).click();
    await this.dialog.getByRole('button', { name: groups.leave, exact: true }).click();
  }

  async openDetails(): Promise<void> {
    if (await this.details.isVisible()) return;
    const { members } = this.#screen.words.topics;
    await pressInHeader(this.#screen, members, members);
    await this.details.waitFor();
  }

  async isShown(name: string): Promise<void> {
    const { page, words } = this.#screen;
    await expect(
      page.getByRole('log', { name: pattern(words.timeline.log, { name }) }),
    ).toBeVisible();
  }

  async #begin(item: string): Promise<void> {
    const { page, words } = this.#screen;
    await turnTo(this.#screen, 'list');
    await page.getByRole('button', { name: words.groups.begin, exact: true }).click();
    await page.getByRole('menuitem', { name: item }).click();
  }

  async #fill(action: string, { name, about }: { name: string; about: string }): Promise<void> {
    const { topics } = this.#screen.words;
    await this.dialog.getByRole('textbox', { name: topics.name, exact: true }).fill(name);
    await this.dialog.getByRole('textbox', { name: topics.about, exact: true }).fill(about);
    await this.dialog.getByRole('button', { name: action, exact: true }).click();
    await expect(this.dialog).toHaveCount(0);
  }
}
