import { inspect } from 'node:util';

/**
 * The first thing that every shell does. Files that it writes can be read by this person alone. An unexpected error
 * is reported, and the program goes on. It goes on too when nobody reads its output any more (`| head`): that is no
 * defect, and to report it would fail in the same way, again and again.
 */
export function beginShell(): void {
  process.umask(0o077);
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  process.on('uncaughtException', reportDefect);
  process.on('unhandledRejection', reportDefect);
}

/**
 * The last resort of every shell: an unexpected error goes to the terminal, and the app goes on. If even that fails,
 * nothing can be said.
 */
export function reportDefect(error: unknown): void {
  try {
    process.stderr.write(`${new Date().toISOString()} ${inspect(error)}\n`);
  } catch {}
}
