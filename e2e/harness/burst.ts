import type { CDPSession, Locator, Page } from 'playwright/test';

type Modifier = 'Alt' | 'Control' | 'Shift';
type Place = { x: number; y: number };

const modifierBits: Record<Modifier, number> = { Alt: 1, Control: 2, Shift: 8 };
const keyCodes: Record<string, number> = { Enter: 13, ArrowDown: 40, ArrowUp: 38 };

/**
 * Keys and clicks that do not wait for the page, as from somebody who types while a busy computer is
 * still at the key before. Playwright's own keyboard waits until the page has dealt with each key.
 */
export class Burst {
  readonly #session: CDPSession;
  #sent: Promise<unknown>[] = [];

  private constructor(session: CDPSession) {
    this.#session = session;
  }

  static async on(page: Page): Promise<Burst> {
    return new Burst(await page.context().newCDPSession(page));
  }

  /** From now on the page has one `rate`th of the processor. */
  async slow(rate: number): Promise<void> {
    await this.#session.send('Emulation.setCPUThrottlingRate', { rate });
  }

  type(text: string): void {
    for (const letter of text) this.press(letter);
  }

  press(key: string, modifiers: readonly Modifier[] = []): void {
    const bits = modifiers.reduce((sum, modifier) => sum | modifierBits[modifier], 0);
    const text = key === 'Enter' ? '\r' : key;
    const isText = bits === 0 && (key.length === 1 || key === 'Enter');
    const windowsVirtualKeyCode = keyCodes[key] ?? key.toUpperCase().charCodeAt(0);
    const down = { key, windowsVirtualKeyCode, modifiers: bits };
    this.#sent.push(
      this.#session.send('Input.dispatchKeyEvent', {
        type: isText ? 'keyDown' : 'rawKeyDown',
        ...down,
        ...(isText ? { text } : {}),
      }),
      this.#session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...down }),
    );
  }

  click({ x, y }: Place): void {
    const place = { x, y, button: 'left', clickCount: 1 } as const;
    this.#sent.push(
      this.#session.send('Input.dispatchMouseEvent', { type: 'mousePressed', ...place }),
      this.#session.send('Input.dispatchMouseEvent', { type: 'mouseReleased', ...place }),
    );
  }

  async middleOf(target: Locator): Promise<Place> {
    const box = await target.boundingBox();
    if (!box) throw new Error('What is to be clicked is not on the page.');
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  }

  /** Waits until the page has dealt with all of it. */
  async sent(): Promise<void> {
    const sent = this.#sent;
    this.#sent = [];
    await Promise.all(sent);
  }
}
