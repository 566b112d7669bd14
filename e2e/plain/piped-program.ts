import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { expect } from 'playwright/test';
import { untilShown } from './until-shown.ts';

/** A program that reads what is written to it and prints what it gets, without a terminal. */
export class PipedProgram {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #exit: Promise<unknown>;
  #printed = '';

  constructor(command: string, args: readonly string[]) {
    this.#child = spawn(command, args, { env: { ...process.env, LC_ALL: 'C.UTF-8' } });
    this.#exit = once(this.#child, 'exit');
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (this.#printed += text));
    }
    // What is written to a program that has ended goes nowhere.
    this.#child.stdin.on('error', () => {});
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** All that it printed. */
  get printed(): string {
    return this.#printed;
  }

  write(bytes: string | Uint8Array): void {
    this.#child.stdin.write(bytes);
  }

  type(line: string): void {
    this.write(`${line}\n`);
  }

  /** Waits until it has printed this. */
  async shows(text: string | RegExp): Promise<void> {
    await untilShown(() => this.#printed, text);
  }

  /** Says no more; it may still read. */
  endInput(): void {
    this.#child.stdin.end();
  }

  /** Waits until it ends by itself, well, with nothing more to read: the other side has closed. */
  async ends(): Promise<void> {
    this.#child.stdin.end();
    await expect.poll(() => this.#child.exitCode).toBe(0);
  }

  /** Ends it without a goodbye, unless it has ended. */
  async stop(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exit;
  }
}
