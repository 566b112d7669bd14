import { inspect } from 'node:util';

/** The last resort of every shell: what nothing expected goes to the terminal, and the app goes on. */
export function reportDefect(error: unknown): void {
  process.stderr.write(`${new Date().toISOString()} ${inspect(error)}\n`);
}
