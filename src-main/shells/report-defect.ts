import { inspect } from 'node:util';

/**
 * The last resort of every shell: what nothing expected goes to the terminal, and the app goes on. Where even that
 * fails nothing is left to be told.
 */
export function reportDefect(error: unknown): void {
  try {
    process.stderr.write(`${new Date().toISOString()} ${inspect(error)}\n`);
  } catch {}
}
