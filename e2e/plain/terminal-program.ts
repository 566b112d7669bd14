import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'playwright/test';
import { freshFolder } from '../harness/fresh-folder.ts';
import { untilShown } from './until-shown.ts';

const run = promisify(execFile);

/** A program in a terminal of its own, as a person has it before them (tmux). */
export class TerminalProgram {
  /** Its HOME, which nobody used before. */
  readonly folder: string;
  readonly #remove: () => void;

  constructor() {
    const { path, remove } = freshFolder();
    this.folder = path;
    this.#remove = remove;
  }

  /** `command` is a line for the shell. */
  async start(command: string): Promise<void> {
    const size = ['-x', '160', '-y', '50'];
    await this.#tmux('-f', '/dev/null', 'new-session', '-d', ...size, command);
  }

  async type(line: string): Promise<void> {
    await this.#tmux('send-keys', '-l', line);
    await this.#tmux('send-keys', 'Enter');
  }

  /** What is on the screen and above it. */
  async screen(): Promise<string> {
    const { stdout } = await this.#tmux('capture-pane', '-p', '-J', '-S', '-200');
    return stdout;
  }

  async shows(text: string | RegExp): Promise<void> {
    await untilShown(() => this.screen(), text);
  }

  /** Waits until the program has ended by itself: its terminal is gone then. */
  async ends(): Promise<void> {
    await expect.poll(() => this.#isThere()).toBe(false);
  }

  /** Ends it without a goodbye, unless it has ended. */
  async stop(): Promise<void> {
    if (await this.#isThere()) await this.#tmux('kill-server');
    this.#remove();
  }

  #isThere(): Promise<boolean> {
    return this.#tmux('has-session').then(
      () => true,
      () => false,
    );
  }

  #tmux(...args: string[]): Promise<{ stdout: string }> {
    const env = { ...process.env, HOME: this.folder, LC_ALL: 'C.UTF-8' };
    return run('tmux', ['-u', '-S', join(this.folder, 'tmux'), ...args], { env });
  }
}
