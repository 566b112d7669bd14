import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { HostWish } from './claims.ts';

export type Program = ChildProcessByStdio<Writable, Readable, null>;

export function startProgram(args: readonly string[], env: Record<string, string> = {}): Program {
  const stdio = ['pipe', 'pipe', 'inherit'] as const;
  return spawn(process.execPath, [...args], { stdio: [...stdio], env: { ...process.env, ...env } });
}

/** One life of the host. */
export class HostProgram {
  readonly #program: Program;
  readonly #lines: AsyncIterator<string, undefined>;
  #isKilled = false;

  /** `ended`: by itself. */
  constructor(program: Program, ended: (why: string) => void) {
    this.#program = program;
    this.#lines = createInterface({ input: program.stdout })[Symbol.asyncIterator]();
    program.once('exit', (code, signal) => {
      if (!this.#isKilled) ended(`ended: ${code ?? signal}`);
    });
    // What is wished of one that is just killed is not heard.
    program.stdin.on('error', () => undefined);
  }

  get pid(): number | undefined {
    return this.#program.pid;
  }

  /** Undefined: it has ended. */
  async nextLine(): Promise<string | undefined> {
    const line: IteratorResult<string, undefined> = await this.#lines.next();
    return line.value;
  }

  wish(wish: HostWish): void {
    this.#program.stdin.write(`${JSON.stringify(wish)}\n`);
  }

  async kill(): Promise<void> {
    this.#isKilled = true;
    const { exitCode, signalCode } = this.#program;
    if (exitCode !== null || signalCode !== null) return;
    const ended = once(this.#program, 'exit');
    this.#program.kill('SIGKILL');
    await ended;
  }

  stop(): void {
    this.#program.kill('SIGSTOP');
  }

  goOn(): void {
    this.#program.kill('SIGCONT');
  }
}
