import { inspect } from 'node:util';

/**
 * The last resort of every shell: an unexpected error goes to the terminal, and the app goes on. If even that fails,
 * nothing can be said.
 */
export function reportDefect(error: unknown): void {
  try {
    process.stderr.write(`${new Date().toISOString()} ${inspect(error)}\n`);
  } catch {}
}
