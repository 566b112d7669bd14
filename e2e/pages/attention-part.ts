import { expect, type Locator } from 'playwright/test';
import type { MuteSpan } from '../../src-shared/member/attention.ts';
import type { Screen } from './screen.ts';
import { pattern } from '../harness/words.ts';
import { pressInHeader, turnTo } from './columns.ts';

declare global {
  interface Window {
    /** Title and body of what the system was asked to show. */
    shownNotices: { title: string; body: string }[];
  }
}

/** What somebody is told of: by notifications, by the list, by the title. */
export class AttentionPart {
  readonly #screen: Screen;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  /** Looks at something else from now on; what the system is asked to show is written down. */
  async lookAway(): Promise<void> {
    await this.#screen.page.evaluate(() => {
      window.shownNotices = [];
      class Notification extends EventTarget {
        static readonly permission = 'granted';
        constructor(title: string, { body = '' }: NotificationOptions = {}) {
          super();
          window.shownNotices.push({ title, body });
        }
      }
      Object.assign(window, { Notification });
      document.hasFocus = () => false;
      window.dispatchEvent(new Event('blur'));
    });
  }

  /** What was said of which the system was asked to tell. */
  told(): Promise<string[]> {
    return this.#screen.page.evaluate(() => window.shownNotices.map(({ body }) => body));
  }

  /** By the menu of its entry in the list. */
  async mute(name: string, span: MuteSpan): Promise<void> {
    const { page, words } = this.#screen;
    await turnTo(this.#screen, 'list');
    await this.entry(name).click({ button: 'right' });
    await page.getByRole('menuitem', { name: words.attention.title }).click();
    const item = pattern(words.attention[`mute_${span}`]);
    // The time is not known here, and "until I turn it on again" stands below.
    await page.getByRole('menuitem', { name: item }).first().click();
    await expect(this.sign(name)).toBeVisible();
  }

  /** In the menu of the conversation that is shown. */
  async choose(level: 'all' | 'mentions' | 'nothing'): Promise<void> {
    const { page, words } = this.#screen;
    await pressInHeader(this.#screen, words.attention.title, words.attention.title);
    const choice = { name: words.attention[`level_${level}`], exact: true };
    await page.getByRole('menuitemradio', choice).click();
  }

  /** What stands above the list for who comes back. */
  get card(): Locator {
    const { page, words } = this.#screen;
    return page.getByRole('region', { name: words.away.title });
  }

  /** A line of it. */
  readonly line = (kind: 'mentions' | 'questions', count: number): Locator => {
    const text = this.#screen.words.away[`${kind}_${count === 1 ? 'one' : 'other'}`];
    return this.card.getByRole('button', { name: pattern(text, { count }) });
  };

  entry(name: string): Locator {
    const { page, words } = this.#screen;
    const list = page.getByRole('navigation', { name: words.conversations.list });
    return list.getByRole('button', { name: new RegExp(`^${name} `) });
  }

  /** That it is muted, beside its name. */
  sign(name: string): Locator {
    const { attention } = this.#screen.words;
    const said = [attention.muted, attention.mutedUntil].map((text) => pattern(text).source);
    return this.entry(name).getByRole('img', { name: new RegExp(said.join('|')) });
  }
}
