import type { HostLogLine } from '../../src-shared/host/host-log.ts';
import { appendFile, mkdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Language } from '../../src-shared/translations/catalogue.ts';
import { logSentence } from '../../src-shared/sentences/log-sentence.ts';

const maxLines = 1000;

/** The newest lines of the host's log in memory; tells of new ones once per turn of the loop. */
export class HostLog {
  readonly #lines: HostLogLine[] = [];
  #fresh: HostLogLine[] = [];
  readonly #told: (lines: HostLogLine[]) => void;

  constructor(told: (lines: HostLogLine[]) => void) {
    this.#told = told;
  }

  add(line: HostLogLine): void {
    this.#lines.push(line);
    if (this.#lines.length > maxLines) this.#lines.shift();
    this.#fresh.push(line);
    if (this.#fresh.length === 1) setImmediate(() => this.flush());
  }

  flush(): void {
    const lines = this.#fresh;
    this.#fresh = [];
    if (lines.length > 0) this.#told(lines);
  }

  read(): HostLogLine[] {
    return [...this.#lines];
  }
}

export type HostLogFileParts = {
  /** Made if it is not there. */
  folder: string;
  language: Language;
  clock: Clock;
  reportDefect: (error: unknown) => void;
};

const maxFileBytes = 1024 * 1024;
/** The newest is `host.log`, then `host.1.log` and so on; what is older is gone. */
const files = 5;
/** What waits for a disk that fails; past it the oldest lines are lost. */
const maxWaitingLines = 10_000;
const maxWriteBytes = 64 * 1024;
const retryMs = 10_000;

/** The host's log as lines of text in files (R3.10): written in order and aside, nobody waits for it. */
export class HostLogFile {
  readonly #parts: HostLogFileParts;
  readonly #waiting: string[] = [];
  #writing: Promise<void> | undefined;
  #cancelRetry: (() => void) | undefined;
  #isFailing = false;
  /** Of `host.log`; undefined if the disk has to be asked. */
  #fileBytes: number | undefined;

  constructor(parts: HostLogFileParts) {
    this.#parts = parts;
  }

  write(lines: readonly HostLogLine[]): void {
    for (const line of lines) this.#waiting.push(`${logSentence(line, this.#parts.language)}\n`);
    this.#forgetOldest();
    if (!this.#cancelRetry) this.#start();
  }

  /** Resolves when all is in the file, or the disk has failed once more. */
  async close(): Promise<void> {
    await this.#writing;
    this.#stopRetry();
    this.#start();
    await this.#writing;
    this.#stopRetry();
  }

  #start(): void {
    if (this.#waiting.length === 0) return;
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = undefined;
      // What came in between the last look and this moment.
      if (!this.#cancelRetry) this.#start();
    });
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const lines = this.#takeSome();
      try {
        await this.#append(Buffer.from(lines.join('')));
        this.#isFailing = false;
      } catch (error) {
        this.#waiting.unshift(...lines);
        return this.#failed(error);
      }
    }
  }

  #takeSome(): string[] {
    let bytes = 0;
    let count = 0;
    for (const line of this.#waiting) {
      bytes += Buffer.byteLength(line);
      if (count > 0 && bytes > maxWriteBytes) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  async #append(text: Buffer): Promise<void> {
    this.#fileBytes ??= await this.#look();
    if (this.#fileBytes > 0 && this.#fileBytes + text.length > maxFileBytes) {
      await this.#rotate();
      this.#fileBytes = 0;
    }
    // Names of people, and where they come from, are for nobody else on this computer.
    await appendFile(this.#path(0), text, { mode: 0o600 });
    this.#fileBytes += text.length;
  }

  async #look(): Promise<number> {
    await mkdir(this.#parts.folder, { recursive: true, mode: 0o700 });
    return (await orNotThere(stat(this.#path(0))))?.size ?? 0;
  }

  async #rotate(): Promise<void> {
    for (let age = files - 1; age > 0; age -= 1) {
      await orNotThere(rename(this.#path(age - 1), this.#path(age)));
    }
  }

  #path(age: number): string {
    return join(this.#parts.folder, age === 0 ? 'host.log' : `host.${age}.log`);
  }

  #failed(error: unknown): void {
    this.#fileBytes = undefined;
    this.#forgetOldest();
    if (!this.#isFailing) {
      const { folder, reportDefect } = this.#parts;
      reportDefect(new Error(`The host's log cannot be written in ${folder}`, { cause: error }));
    }
    this.#isFailing = true;
    this.#cancelRetry = this.#parts.clock.after(retryMs, () => {
      this.#cancelRetry = undefined;
      this.#start();
    });
  }

  #stopRetry(): void {
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
  }

  #forgetOldest(): void {
    const tooMany = this.#waiting.length - maxWaitingLines;
    if (tooMany > 0) this.#waiting.splice(0, tooMany);
  }
}

async function orNotThere<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
