import { constants } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freshFolder } from '../harness/fresh-folder.ts';
import { PipedProgram } from './piped-program.ts';
import { untilShown } from './until-shown.ts';

export type WeeChatAccount = { port: number; nick: string; password?: string };

/** weechat without a screen: it is told what to do by its FIFO, and what it shows stands in its logs. */
export class WeeChat {
  readonly #program: PipedProgram;
  readonly #folder: ReturnType<typeof freshFolder>;

  constructor({ port, nick, password }: WeeChatAccount) {
    const sasl = [
      '/set irc.server.oda.sasl_mechanism plain',
      `/set irc.server.oda.sasl_username ${nick}`,
      `/set irc.server.oda.sasl_password ${password}`,
    ];
    const commands = [
      '/set logger.file.flush_delay 0',
      '/set logger.file.name_lower_case off',
      `/server add oda 127.0.0.1/${port}`,
      // By its old name and its new one.
      '/set irc.server.oda.ssl off',
      '/set irc.server.oda.tls off',
      `/set irc.server.oda.nicks ${nick}`,
      ...(password === undefined ? [] : sasl),
      '/connect oda',
    ];
    this.#folder = freshFolder();
    const args = ['-d', this.#folder.path, '-r', commands.join(';')];
    this.#program = new PipedProgram('weechat-headless', args);
  }

  /** A command or a text in the window of the server, a channel or a nick. */
  async type(text: string, window?: string): Promise<void> {
    const buffer = window === undefined ? 'irc.server.oda' : `irc.oda.${window}`;
    const path = join(this.#folder.path, `weechat_fifo_${this.#program.pid}`);
    // Without waiting for a reader: if nobody reads any more, it is an error.
    const fifo = await open(path, constants.O_WRONLY | constants.O_NONBLOCK);
    await fifo.write(`${buffer} *${text}\n`);
    await fifo.close();
  }

  /** What the window of the server, a channel or a nick shows: time, prefix and text of each line between tabs. */
  async screen(window?: string): Promise<string> {
    const name = window === undefined ? 'irc.server.oda' : `irc.oda.${window}`;
    try {
      return await readFile(join(this.#folder.path, 'logs', `${name}.weechatlog`), 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
      throw error;
    }
  }

  async shows(text: RegExp, window?: string): Promise<void> {
    await untilShown(() => this.screen(window), text);
  }

  /** Waits until it ends by itself. */
  async ends(): Promise<void> {
    await this.#program.ends();
  }

  async stop(): Promise<void> {
    await this.#program.stop();
    this.#folder.remove();
  }
}
