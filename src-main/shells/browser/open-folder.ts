import { spawn } from 'node:child_process';
import type { Clock } from '../../../src-shared/outside/clock.ts';
import { hasDisplay } from './find-browser.ts';
import type { Computer } from './find-browser.ts';

/** A file manager that still runs after this time has opened its window. */
const upAfterMs = 2000;

export type FolderOpenerParts = Pick<Computer, 'platform' | 'env'> & { clock: Clock };

/** How this system shows a folder; undefined if it can show none. */
export function folderOpener({
  clock,
  ...computer
}: FolderOpenerParts): ((path: string) => Promise<boolean>) | undefined {
  if (!hasDisplay(computer)) return undefined;
  const program = programOf(computer.platform);
  return (path) => runProgram({ program, path, clock });
}

function programOf(platform: NodeJS.Platform): string {
  if (platform === 'win32') return 'explorer.exe';
  return platform === 'darwin' ? 'open' : 'xdg-open';
}

/** Never by a shell: the path is one argument, whatever stands in it. False if it cannot run or fails. */
export function runProgram(run: { program: string; path: string; clock: Clock }): Promise<boolean> {
  const { program, path, clock } = run;
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const child = spawn(program, [path], { stdio: 'ignore', detached: true });
  const cancel = clock.after(upAfterMs, () => resolve(true));
  child.once('error', () => resolve(false));
  // Windows' own answers 1 if it has opened the folder.
  child.once('exit', (code) => resolve(code === 0 || program === 'explorer.exe'));
  child.unref();
  return promise.finally(cancel);
}
