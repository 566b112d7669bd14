import { expect, type Locator } from 'playwright/test';
import type { Screen } from './screen.ts';

/** The dialog that asks for a name and for people. */
export class PeopleDialog {
  readonly #screen: Screen;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  get dialog(): Locator {
    return this.#screen.page.getByRole('dialog');
  }

  get name(): Locator {
    const { name } = this.#screen.words.contacts;
    return this.dialog.getByRole('textbox', { name, exact: true });
  }

  person(name: string): Locator {
    return this.dialog.getByRole('checkbox', { name, exact: true });
  }

  /** Fills in and sends it by the button with these words; the dialog is gone afterwards. */
  async submit(
    action: string,
    { name, people = [] }: { name?: string; people?: readonly string[] },
  ): Promise<void> {
    if (name !== undefined) await this.name.fill(name);
    for (const person of people) await this.person(person).check();
    await this.dialog.getByRole('button', { name: action, exact: true }).click();
    await expect(this.dialog).toHaveCount(0);
  }
}
