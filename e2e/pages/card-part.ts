import { type Locator } from 'playwright/test';
import type { GivenFile } from '../harness/given-files.ts';
import type { Screen } from './screen.ts';

/** A person's card: how they stand, and what one keeps of them. */
export class CardPart {
  readonly #screen: Screen;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  get panel(): Locator {
    const { page, words } = this.#screen;
    return page.getByRole('region', { name: words.contacts.details });
  }

  get note(): Locator {
    const { note } = this.#screen.words.contacts;
    return this.panel.getByRole('textbox', { name: note, exact: true });
  }

  /** As the system's own dialog would give it. */
  async choosePicture(picture: GivenFile): Promise<void> {
    await this.panel.locator('input[type=file]').setInputFiles(picture);
  }

  switch(name: 'favourite' | 'mute'): Locator {
    return this.panel.getByRole('switch', { name: this.#screen.words.contacts[name], exact: true });
  }

  button(name: 'write' | 'mention' | 'askPrivate' | 'blockAsk' | 'unblock' | 'back'): Locator {
    return this.panel.getByRole('button', { name: this.#screen.words.contacts[name], exact: true });
  }

  /** Blocks, and says yes to what that means. */
  async block(): Promise<void> {
    const { page, words } = this.#screen;
    await this.button('blockAsk').click();
    const question = page.getByRole('dialog');
    await question.getByRole('button', { name: words.contacts.block, exact: true }).click();
  }
}
