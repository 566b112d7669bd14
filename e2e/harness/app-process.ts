import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

export const projectFolder = join(import.meta.dirname, '../..');

const event = z.looseObject({ event: z.string() });
type AppEvent = z.infer<typeof event>;

/** Node 24 from the project's own packages, whatever Node runs the tests. */
export function projectNode(): string {
  const own = join(projectFolder, 'node_modules/.bin/node');
  return existsSync(own) ? own : process.execPath;
}

/** Without what Playwright says of colours: Node warns of it if somebody's NO_COLOR says otherwise. */
export function quietEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, FORCE_COLOR: undefined };
}

/** A built program of the app with `--json`, which says in its first line how it is reached. */
export class AppProcess {
  readonly #child: ChildProcess;
  readonly #exit: Promise<number | null>;
  #errors = '';

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#exit = once(child, 'exit').then(([code]) => code as number | null);
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.#errors += text));
  }

  /** Starts `dist/main/<program>.js`, by the command `within` if one is given; rejects if it ends before its first line. */
  static async start(
    program: 'browser' | 'headless',
    args: readonly string[],
    { within = [], downloads }: { within?: readonly string[] | undefined; downloads?: string } = {},
  ): Promise<{ process: AppProcess; event: AppEvent }> {
    const bundle = join(projectFolder, 'dist/main', `${program}.js`);
    const [command, ...rest] = [...within, projectNode(), bundle, ...args, '--json'];
    const child = spawn(command, rest, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...quietEnvironment(),
        LANG: 'C.UTF-8',
        LC_ALL: '',
        NODE_OPTIONS: '',
        XDG_DOWNLOAD_DIR: downloads,
      },
    });
    const app = new AppProcess(child);
    const lines = createInterface({ input: child.stdout });
    const first = once(lines, 'line').then(([line]) => String(line));
    const line = await Promise.race([first, app.#exit]);
    if (typeof line !== 'string')
      throw new Error(`${program} ended with ${line} before it said anything.\n${app.#errors}`);
    lines.on('line', () => {});
    return { process: app, event: event.parse(JSON.parse(line)) };
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** What it wrote about defects. */
  get errors(): string {
    return this.#errors;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  exited(): Promise<number | null> {
    return this.#exit;
  }

  /** Ends it as Ctrl+C does and waits; its exit code. */
  async stop(): Promise<number | null> {
    if (this.isRunning) this.#child.kill('SIGTERM');
    return this.#exit;
  }

  /** Ends it as a power cut does. */
  async kill(): Promise<void> {
    if (this.isRunning) this.#child.kill('SIGKILL');
    await this.#exit;
  }
}
