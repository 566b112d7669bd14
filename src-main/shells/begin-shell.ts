import { reportDefect } from './report-defect.ts';

/**
 * The first thing that every shell does. What it writes is for this person alone. What nothing expected is
 * reported and the program goes on, also where nobody reads its words any more (`| head`): that is no defect, or
 * reporting it would be the next one, for ever.
 */
export function beginShell(): void {
  process.umask(0o077);
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  process.on('uncaughtException', reportDefect);
  process.on('unhandledRejection', reportDefect);
}
