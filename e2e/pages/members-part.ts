import { expect, type Locator } from 'playwright/test';
import type { Screen } from './screen.ts';
import { pressInHeader } from './columns.ts';
import { PrivatePage } from './private-page.ts';

/** Who is in the room, and who was. */
export class MembersPart {
  readonly #screen: Screen;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  get panel(): Locator {
    const { page, words } = this.#screen;
    return page.getByRole('region', { name: words.members.title, exact: true });
  }

  async open(): Promise<void> {
    const { words } = this.#screen;
    if (await this.panel.isVisible()) return;
    const { members, roomMembers } = words.timeline;
    await pressInHeader(this.#screen, members, roomMembers);
    await this.panel.waitFor();
  }

  get favourites(): Locator {
    return this.#group(this.#screen.words.members.group_favourites);
  }

  get online(): Locator {
    return this.#group(this.#screen.words.members.group_online);
  }

  get away(): Locator {
    return this.#group(this.#screen.words.members.group_away);
  }

  get offline(): Locator {
    return this.#group(this.#screen.words.members.group_offline);
  }

  #group(name: string): Locator {
    return this.panel.getByRole('region', { name, exact: true }).getByRole('listitem');
  }

  /** The row of a person; a click writes to them. */
  entry(name: string): Locator {
    return this.panel.getByRole('listitem').filter({ hasText: name }).getByRole('button').first();
  }

  /** Opens the direct conversation with a person of the list. */
  async writeTo(name: string): Promise<void> {
    await this.entry(name).click();
  }

  /** An item of the menu of a person, which opens by the secondary mouse button. */
  async menuItem(name: string, item: string): Promise<Locator> {
    const { page } = this.#screen;
    await this.open();
    await this.entry(name).click({ button: 'right' });
    return page.getByRole('menuitem', { name: item, exact: true });
  }

  async choose(name: string, item: string): Promise<void> {
    await (await this.menuItem(name, item)).click();
    await expect(this.#screen.page.getByRole('menu')).toHaveCount(0);
  }

  /** Asks a person for a private chat by their menu; its window. */
  askPrivate(name: string): Promise<PrivatePage> {
    const { askPrivate } = this.#screen.words.contacts;
    return PrivatePage.openedBy(this.#screen, () => this.choose(name, askPrivate));
  }
}
