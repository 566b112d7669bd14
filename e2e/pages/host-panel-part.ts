import { type Locator } from 'playwright/test';
import type { Screen } from '../harness/person.ts';

/** What only the host sees: how others get in, who is connected, the log. */
export class HostPanelPart {
  readonly #screen: Screen;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  get panel(): Locator {
    const { page, words } = this.#screen;
    return page.getByRole('region', { name: words.hostPanel.title });
  }

  async open(): Promise<void> {
    const { page, words } = this.#screen;
    if (await this.panel.isVisible()) return;
    await page.getByRole('button', { name: words.hostPanel.open }).click();
    await this.panel.waitFor();
  }

  tab(name: 'invite' | 'activity' | 'log'): Locator {
    return this.panel.getByRole('tab', { name: this.#screen.words.hostPanel[name] });
  }
}
