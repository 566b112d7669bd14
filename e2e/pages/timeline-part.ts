import { expect, type Locator } from 'playwright/test';
import type { Screen } from './screen.ts';
import { pattern } from '../harness/words.ts';

/** What was said in the conversation that is open. */
export class TimelinePart {
  readonly #screen: Screen;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  get log(): Locator {
    return this.#screen.page.getByRole('log');
  }

  /** All messages that are drawn at the moment. */
  get messages(): Locator {
    return this.log.getByRole('listitem', { name: pattern(this.#screen.words.timeline.message) });
  }

  message(text: string, from?: string): Locator {
    const { timeline } = this.#screen.words;
    const values = from === undefined ? { text } : { name: from, text };
    return this.log.getByRole('listitem', { name: pattern(timeline.message, values) });
  }

  /** Waits until a message is on the screen, once. */
  async shows(text: string, from?: string): Promise<void> {
    await expect(this.message(text, from)).toHaveCount(1);
    await expect(this.message(text, from)).toBeVisible();
  }

  /** The same for somebody without an account, which is said with the name. */
  showsOfGuest(text: string, name: string): Promise<void> {
    return this.shows(text, `${name} (${this.#screen.words.contacts.guest})`);
  }

  /** Whatever marks stand behind its text. */
  changed(text: string): Locator {
    return this.messages.filter({ has: this.#screen.page.getByText(text, { exact: true }) });
  }

  /** Chooses what is done to a message from its menu. */
  async choose(text: string, item: string): Promise<void> {
    await this.changed(text).click({ button: 'right' });
    await this.#screen.page.getByRole('menuitem', { name: item, exact: true }).click();
  }

  /** Reacts with one of those that stand ready. */
  async react(text: string, emoji: string): Promise<void> {
    const { page, words } = this.#screen;
    const message = this.changed(text);
    // What is said meanwhile moves it away from below the pointer, as it would for a hand.
    await expect(async () => {
      await message.hover();
      await message.getByRole('button', { name: words.timeline.react }).click({ timeout: 2000 });
    }).toPass();
    const name = pattern(words.timeline.reactWith, { emoji });
    await page.getByRole('menuitemcheckbox', { name }).click();
  }

  reaction(text: string): Locator {
    return this.changed(text).locator('[data-within]');
  }

  /** Waits until an own message has been acknowledged; the other one may have it, or have read it, already. */
  async showsSent(text: string): Promise<void> {
    const { sent, delivered, read } = this.#screen.words.timeline;
    const mark = new RegExp(`^(${sent}|${delivered}|${read})$`);
    await expect(this.message(text).getByRole('img', { name: mark })).toBeVisible();
  }

  /** The mark of an own direct message that has reached the other one. */
  deliveredMark(text: string): Locator {
    const { delivered } = this.#screen.words.timeline;
    return this.message(text).getByRole('img', { name: delivered, exact: true });
  }

  /** The marks of own messages that the room does not have yet. */
  get sending(): Locator {
    const { sending } = this.#screen.words.timeline;
    return this.log.getByRole('img', { name: sending, exact: true });
  }

  async showsFailed(text: string): Promise<void> {
    const { failed } = this.#screen.words.timeline;
    await expect(this.message(text).getByRole('img', { name: failed })).toBeVisible();
  }

  /** Waits for a line between the messages that names somebody who came. */
  async saysJoined(name: string): Promise<void> {
    await this.#saysOf(name, [this.#screen.words.timeline.joined]);
  }

  /** Waits for a line that names somebody who left, or whose connection broke. */
  async saysLeft(name: string): Promise<void> {
    const { left, lost_one } = this.#screen.words.timeline;
    await this.#saysOf(name, [left, lost_one]);
  }

  /** Several who come or go between two messages share one line. */
  async #saysOf(name: string, texts: readonly string[]): Promise<void> {
    const ends = texts.map((text) => text.replace('{{names}}', ''));
    const said = new RegExp(`${name}[^·]*(${ends.join('|')})`);
    await expect(this.log.getByText(said).first()).toBeVisible();
  }

  /** The words of a message, with its line breaks. */
  textOf(message: Locator): Promise<string> {
    return message.locator('p').innerText();
  }

  /**
   * Scrolls up page by page and looks at every frame on the way: how many pixels of the log no row
   * covered, for each frame in which that was more than the space between two rows.
   */
  async scrollUp({ pages }: { pages: number }): Promise<number[]> {
    return this.log.evaluate(async (log, count) => {
      const list = log.querySelector('[role="list"]');
      if (!list) throw new Error('The log holds no list');
      const blank: number[] = [];
      const look = (): void => {
        const box = log.getBoundingClientRect();
        let covered = 0;
        for (const row of list.querySelectorAll('[data-part] > *')) {
          const { top, bottom } = row.getBoundingClientRect();
          covered += Math.max(0, Math.min(bottom, box.bottom) - Math.max(top, box.top));
        }
        if (box.height - covered > 40) blank.push(Math.round(box.height - covered));
      };
      for (let page = 0; page < count; page++) {
        log.scrollTop -= log.clientHeight * 0.9;
        for (let frame = 0; frame < 3; frame++) {
          await new Promise((resolve) => requestAnimationFrame(resolve));
          look();
        }
      }
      return blank;
    }, pages);
  }
}
