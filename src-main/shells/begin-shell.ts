import { reportDefect } from './report-defect.ts';

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
