import { type Locator } from 'playwright/test';
import type { Screen } from '../harness/person.ts';

/** Who is in the room. */
export class MembersPart {
  readonly #screen: Screen;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  get panel(): Locator {
    const { page, words } = this.#screen;
    return page.getByRole('region', { name: words.members.title });
  }

  async open(): Promise<void> {
    const { page, words } = this.#screen;
    if (await this.panel.isVisible()) return;
    await page.getByRole('button', { name: words.timeline.members, exact: true }).click();
    await this.panel.waitFor();
  }

  get online(): Locator {
    return this.#group(this.#screen.words.members.online);
  }

  get offline(): Locator {
    return this.#group(this.#screen.words.members.offline);
  }

  #group(name: string): Locator {
    return this.panel.getByRole('region', { name, exact: true }).getByRole('listitem');
  }

  /** Opens the direct conversation with a person of the list. */
  async writeTo(name: string): Promise<void> {
    await this.panel.getByRole('button', { name }).click();
  }
}
