// @ts-check
import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const lookAgainMs = 200;

/** @param {number} pid */
export function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process is running too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * Does something that only one process at a time may do in a folder; others wait for their turn. Whoever was
 * killed meanwhile has left the file behind, and perhaps a child that still works: both are named in it.
 *
 * @template T
 * @param {string} file
 * @param {() => void} saidToWait called once if somebody else is at it
 * @param {(turn: { childStarted: (pid: number) => void }) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function inTurn(file, saidToWait, work) {
  let hasSaid = false;
  let wasEmpty = false;
  while (!take(file)) {
    const pids = pidsIn(file);
    // One that has just been made names nobody yet.
    const isNew = pids.length === 0 && !wasEmpty;
    wasEmpty = pids.length === 0;
    if (!isNew && !pids.some(isRunning)) {
      rmSync(file, { force: true });
      continue;
    }
    if (!isNew && !hasSaid) saidToWait();
    hasSaid ||= !isNew;
    await pause(lookAgainMs);
  }
  const end = () => rmSync(file, { force: true });
  process.once('exit', end);
  try {
    return await work({
      childStarted: (pid) => writeFileSync(file, `${process.pid} ${pid}`),
    });
  } finally {
    process.off('exit', end);
    end();
  }
}

/** @param {string} file */
function take(file) {
  try {
    const handle = openSync(file, 'wx');
    writeFileSync(handle, String(process.pid));
    closeSync(handle);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** @param {string} file */
function pidsIn(file) {
  try {
    return readFileSync(file, 'utf8')
      .split(' ')
      .map(Number)
      .filter((pid) => pid > 0);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
