import { expect, type Locator } from 'playwright/test';
import type { Screen } from '../harness/person.ts';
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

  /** Waits until an own message has been acknowledged. */
  async showsSent(text: string): Promise<void> {
    const { sent } = this.#screen.words.timeline;
    await expect(this.message(text).getByRole('img', { name: sent })).toBeVisible();
  }

  async showsFailed(text: string): Promise<void> {
    const { failed } = this.#screen.words.timeline;
    await expect(this.message(text).getByRole('img', { name: failed })).toBeVisible();
  }

  /** Joins and leaves, as a line between the messages. */
  async saysJoined(names: string): Promise<void> {
    await expect(
      this.log.getByText(pattern(this.#screen.words.timeline.joined, { names })),
    ).toBeVisible();
  }
}
