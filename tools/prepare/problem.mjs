// @ts-check
import { constants } from 'node:os';

/** Something that the person can mend: printed as its message alone, without a stack. */
export class Problem extends Error {}

/** A signal told this process to end, and its child has ended. */
export class Stopped extends Error {
  /** @param {NodeJS.Signals} signal */
  constructor(signal) {
    super(`stopped by ${signal}`);
    this.signal = signal;
  }
}

/** As shells have it. @param {NodeJS.Signals | null} signal */
export function exitCodeOf(signal) {
  return 128 + (signal === null ? 0 : constants.signals[signal]);
}

/**
 * Runs a tool's main function and turns how it ends into the exit code of this process. A tool whose words nobody
 * reads any more (`| head`) goes on, unless it asks `isRead` and has nothing else to do.
 *
 * @param {(isRead: () => boolean) => Promise<number>} main
 */
export async function exitWith(main) {
  let isRead = true;
  process.stdout.on('error', () => (isRead = false));
  process.stderr.on('error', () => {});
  try {
    process.exitCode = await main(() => isRead);
  } catch (error) {
    if (error instanceof Stopped) process.exitCode = exitCodeOf(error.signal);
    else if (error instanceof Problem) {
      console.error(error.message);
      process.exitCode = 1;
    } else throw error;
  }
}
