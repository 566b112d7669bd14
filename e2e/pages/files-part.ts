import { expect, type JSHandle, type Locator } from 'playwright/test';
import { pressInHeader } from './columns.ts';
import type { Screen } from './screen.ts';
import type { GivenFile } from '../harness/given-files.ts';
import { pattern } from '../harness/words.ts';

/** Files beside what one writes, and with the messages of the conversation that is open. */
export class FilesPart {
  readonly #screen: Screen;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  /** What goes with the next message. */
  get chosen(): Locator {
    const { page, words } = this.#screen;
    return page.getByRole('list', { name: words.files.chosen, exact: true }).getByRole('listitem');
  }

  get viewer(): Locator {
    return this.#screen.page.getByRole('dialog');
  }

  /** All that was sent in the conversation. */
  get pane(): Locator {
    const { page, words } = this.#screen;
    return page.getByRole('region', { name: pattern(words.files.paneOf) });
  }

  async openPane(): Promise<void> {
    const { files } = this.#screen.words;
    await pressInHeader(this.#screen, files.pane, files.pane);
    await expect(this.pane).toBeVisible();
  }

  get overlay(): Locator {
    const { page, words } = this.#screen;
    return page.getByText(words.files.dropToEveryone, { exact: true });
  }

  /** A small picture that can be opened. */
  picture(name: string): Locator {
    return this.#button(this.#screen.words.files.open, { name });
  }

  row(name: string): Locator {
    const { page, words } = this.#screen;
    return page
      .getByRole('list', { name: words.files.list, exact: true })
      .getByRole('listitem')
      .filter({ hasText: name });
  }

  saveButton(name: string): Locator {
    return this.#named(this.#screen.words.files.save, name);
  }

  stopButton(name: string): Locator {
    return this.#named(this.#screen.words.files.stop, name);
  }

  goOnButton(name: string): Locator {
    return this.#named(this.#screen.words.files.goOn, name);
  }

  cancelButton(name: string): Locator {
    return this.#named(this.#screen.words.files.cancel, name);
  }

  revealButton(name: string): Locator {
    return this.#named(this.#screen.words.files.reveal, name);
  }

  /** By the button, as the system's own dialog would give them. */
  async choose(...files: GivenFile[]): Promise<void> {
    await this.#choose(files);
  }

  /** Large ones, from the disk. */
  async chooseAt(...paths: string[]): Promise<void> {
    await this.#choose(paths);
  }

  async #choose(files: GivenFile[] | string[]): Promise<void> {
    const { page, words } = this.#screen;
    const asked = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: words.files.attach, exact: true }).click();
    await (await asked).setFiles(files);
    // What one writes and sends meanwhile would go with them.
    const [taking = ''] = words.files.taking.split('{{');
    await expect(this.chosen.filter({ hasText: taking.trim() })).toHaveCount(0);
  }

  async chooseFolder(path: string): Promise<void> {
    const { page, words } = this.#screen;
    const asked = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: words.files.attachFolder, exact: true }).click();
    await (await asked).setFiles(path);
  }

  async hover(target: Locator, ...files: GivenFile[]): Promise<JSHandle<DataTransfer>> {
    const dataTransfer = await this.#carrying(files);
    await target.dispatchEvent('dragover', { dataTransfer });
    return dataTransfer;
  }

  async drop(target: Locator, ...files: GivenFile[]): Promise<void> {
    await target.dispatchEvent('drop', { dataTransfer: await this.hover(target, ...files) });
  }

  /** As if it came from the clipboard. */
  async paste(field: Locator, file: GivenFile): Promise<void> {
    const carried = await this.#carrying([file]);
    await field.evaluate((element, clipboardData) => {
      const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
      element.dispatchEvent(event);
    }, carried);
  }

  #named(act: string, name: string): Locator {
    return this.#button(this.#screen.words.files.named, { act, name });
  }

  #button(words: string, values: Record<string, string>): Locator {
    return this.#screen.page.getByRole('button', { name: pattern(words, values) });
  }

  #carrying(files: GivenFile[]): Promise<JSHandle<DataTransfer>> {
    const given = files.map(({ buffer, ...file }) => ({
      ...file,
      bytes: buffer.toString('base64'),
    }));
    return this.#screen.page.evaluateHandle((all) => {
      const carried = new DataTransfer();
      for (const { name, mimeType, bytes } of all) {
        const content = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
        carried.items.add(new File([content], name, { type: mimeType }));
      }
      return carried;
    }, given);
  }
}
