import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** Starts a script of ours in a process of its own, ended with the test. */
export function startScript(script: URL, args: readonly string[]): ChildProcessWithoutNullStreams {
  return start(process.execPath, [fileURLToPath(script), ...args]);
}

/** The same when the system refuses to make any file larger than `blocks` of 512 bytes. */
export function startScriptWithSmallFiles(
  script: URL,
  args: readonly string[],
  blocks: number,
): ChildProcessWithoutNullStreams {
  // With the signal ignored a write beyond the limit fails instead of ending the process.
  const shell = `trap '' XFSZ; ulimit -f ${blocks}; exec "$0" "$@"`;
  return start('/bin/sh', ['-c', shell, process.execPath, fileURLToPath(script), ...args]);
}

/** The same on a disk of its own, of `kiB`, at `folder`; it needs what `startScriptOnSmallDisk` needs. */
export function startScriptOnOwnDisk(
  script: URL,
  { folder, kiB }: { folder: string; kiB: number },
): ChildProcessWithoutNullStreams {
  const shell = `mount -t tmpfs -o size=${kiB}k,mode=700 none "$2" && exec "$0" "$1" "$2"`;
  const args = ['-rm', '/bin/sh', '-c', shell, process.execPath, fileURLToPath(script), folder];
  return start('unshare', args);
}

/**
 * The same on a disk of its own, of `kiB`, at `folder`; afterwards the disk is made larger and the script is run
 * once more. Says `ended CODE` after each. It needs Linux and the right to mount in a namespace of one's own, which
 * root has, and others if the system lets them.
 */
export function startScriptOnSmallDisk(
  script: URL,
  { folder, kiB }: { folder: string; kiB: number },
): ChildProcessWithoutNullStreams {
  const shell = `
    mount -t tmpfs -o size=${kiB}k,mode=700 none "$2" || exit 1
    "$0" "$1" "$2" 2>"$2.errors"; echo "ended $?"
    mount -o remount,size=16m "$2" && rm "$2.errors"
    "$0" "$1" "$2"; echo "ended $?"; ls "$2"`;
  const args = ['-rm', '/bin/sh', '-c', shell, process.execPath, fileURLToPath(script), folder];
  return start('unshare', args);
}

export async function* linesOf(child: ChildProcessWithoutNullStreams): AsyncIterable<string> {
  yield* createInterface({ input: child.stdout });
}

function start(command: string, args: readonly string[]): ChildProcessWithoutNullStreams {
  const child = spawn(command, args);
  child.stderr.pipe(process.stderr);
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}
