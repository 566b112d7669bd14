import { expect, type Locator } from 'playwright/test';
import { freePort } from '../harness/free-port.ts';
import type { Screen } from './screen.ts';
import { filled } from '../../src-shared/text/filled.ts';
import { pattern } from '../harness/words.ts';

/** The first minute: a name, and hosting or joining. */
export class WelcomePage {
  readonly #screen: Screen;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  get name(): Locator {
    const { page, words } = this.#screen;
    return page.getByRole('textbox', { name: words.welcome.name, exact: true });
  }

  get hostForm(): Locator {
    const { page, words } = this.#screen;
    return page.getByRole('form', { name: words.welcome.hostTitle });
  }

  get joinForm(): Locator {
    const { page, words } = this.#screen;
    return page.getByRole('form', { name: words.welcome.joinTitle });
  }

  get roomName(): Locator {
    return this.hostForm.getByRole('textbox', { name: this.#screen.words.welcome.roomName });
  }

  get port(): Locator {
    const { port } = this.#screen.words.welcome;
    return this.hostForm.getByRole('textbox', { name: port, exact: true });
  }

  get address(): Locator {
    return this.joinForm.getByRole('textbox', { name: this.#screen.words.welcome.address });
  }

  get password(): Locator {
    const { password } = this.#screen.words.welcome;
    return this.joinForm.getByLabel(password, { exact: true });
  }

  /** Chooses a backup, as the system's own dialog would give it. */
  async restore(path: string): Promise<void> {
    const { page, words } = this.#screen;
    const asked = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: words.backup.restore, exact: true }).click();
    await (await asked).setFiles(path);
  }

  /** What the page says is wrong. */
  get problem(): Locator {
    return this.#screen.page.getByRole('main').getByRole('alert');
  }

  /** Fills in and hosts; resolves when the room is on the screen, with its port. */
  async host(who: { name: string; roomName?: string; port?: number }): Promise<number> {
    const port = who.port ?? (await freePort());
    await this.tryToHost({ ...who, port });
    // In a narrow window the panel lies over the messages.
    const { hostPanel } = this.#screen.words;
    const panel = this.#screen.page.getByRole('region', { name: hostPanel.title });
    await expect(this.#log.or(panel).first()).toBeVisible();
    return port;
  }

  /** Fills in and tries to host; the room or a problem shows. */
  async tryToHost(who: { name: string; roomName?: string; port: number }): Promise<void> {
    const { words } = this.#screen;
    await this.name.fill(who.name);
    // Where rooms were hosted before, the form offers those first.
    const hostNew = this.hostForm.getByRole('button', { name: words.welcome.hostNew });
    if (await hostNew.isVisible()) await hostNew.click();
    if (who.roomName !== undefined) await this.roomName.fill(who.roomName);
    await this.hostForm.getByRole('button', { name: words.welcome.advanced }).click();
    await this.port.fill(String(who.port));
    await this.hostForm.getByRole('button', { name: words.welcome.hostAction }).click();
  }

  /** The large button that opens a room that was hosted before. */
  openHosted(room: string): Locator {
    const name = filled(this.#screen.words.welcome.openHosted, { room });
    return this.hostForm.getByRole('button', { name, exact: true });
  }

  /** One of the rooms that were hosted before, in their list. */
  openRoom(room: string): Locator {
    return this.hostForm.getByRole('listitem').getByRole('button', { name: new RegExp(room) });
  }

  /** Fills in and tries; the room or a problem shows. */
  async tryToJoin(who: { name: string; port: number; password?: string }): Promise<void> {
    await this.name.fill(who.name);
    await this.address.fill(`127.0.0.1:${who.port}`);
    if (who.password !== undefined) await this.givePassword(who.password);
    await this.submitJoin();
  }

  /** One of the rooms that say on the same network that they are there. */
  nearby(room: string): Locator {
    const { page, words } = this.#screen;
    const list = page.getByRole('list', { name: words.nearby.title });
    return list.getByRole('button', { name: room });
  }

  async givePassword(password: string): Promise<void> {
    if (!(await this.password.isVisible()))
      await this.joinForm.getByText(this.#screen.words.welcome.havePassword).click();
    await this.password.fill(password);
  }

  get joinAction(): Locator {
    return this.joinForm.getByRole('button', { name: this.#screen.words.welcome.joinAction });
  }

  async submitJoin(): Promise<void> {
    const { page, words } = this.#screen;
    await this.joinAction.click();
    // A room that is new to this computer is compared first.
    await expect(this.#log.or(this.problem).or(this.joinCompared).first()).toBeVisible();
    if (await this.joinCompared.isVisible()) await this.joinCompared.click();
    await expect(this.joinCompared).toBeHidden();
    await expect(page.getByRole('button', { name: words.welcome.joining })).toBeHidden();
  }

  /** In the dialog that shows the key of a room. */
  get joinCompared(): Locator {
    const { page, words } = this.#screen;
    return page.getByRole('button', { name: words.roomKey.join });
  }

  /** Joins; resolves when the room is on the screen. */
  async join(who: { name: string; port: number; password?: string }): Promise<void> {
    await this.tryToJoin(who);
    await expect(this.#log).toBeVisible();
  }

  get #log(): Locator {
    const { page, words } = this.#screen;
    return page.getByRole('log', { name: pattern(words.timeline.logEveryone) });
  }
}
