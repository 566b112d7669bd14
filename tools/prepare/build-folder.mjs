// @ts-check
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from './problem.mjs';
import { isRunning } from './turn.mjs';

/** What is built stands beside `dist` under a name of its own until it is whole; the number is the builder's. */
const besideDist = /^dist\.(?:new|old)-(\d+)$/;

/**
 * Builds into a folder beside `dist`, which takes its place once it is whole: whatever starts meanwhile finds the old
 * build, and a build that fails or is killed has changed nothing.
 *
 * @param {string} root
 * @param {(folder: string) => Promise<void>} build
 */
export async function buildBeside(root, build) {
  removeLeftovers(root);
  const folder = join(root, `dist.new-${process.pid}`);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    mkdirSync(folder);
    await build(folder);
    putInPlace(root, folder);
  } finally {
    process.off('exit', remove);
    remove();
  }
}

/** Of builds that were killed. @param {string} root */
function removeLeftovers(root) {
  for (const name of readdirSync(root)) {
    const pid = Number(besideDist.exec(name)?.[1]);
    if (Number.isNaN(pid) || (pid !== process.pid && isRunning(pid))) continue;
    rmSync(join(root, name), { recursive: true, force: true });
  }
}

/** @param {string} root @param {string} folder */
function putInPlace(root, folder) {
  const dist = join(root, 'dist');
  const old = join(root, `dist.old-${process.pid}`);
  for (;;) {
    const hadOne = moveAway(dist, old);
    try {
      renameSync(folder, dist);
    } catch (error) {
      // Another build was quicker; the last one stays.
      if (existsSync(dist)) continue;
      if (hadOne) renameSync(old, dist);
      throw inUse(error, folder);
    } finally {
      rmSync(old, { recursive: true, force: true });
    }
    return;
  }
}

/** Whether there was one. @param {string} dist @param {string} old */
function moveAway(dist, old) {
  try {
    renameSync(dist, old);
    return true;
  } catch (error) {
    // None yet, or another build has just moved it.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw inUse(error, dist);
  }
}

/** Windows moves no folder of which a file is open. @param {unknown} error @param {string} folder */
function inUse(error, folder) {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!['EPERM', 'EACCES', 'EBUSY'].includes(code)) return error;
  return new Problem(
    `${folder} cannot be moved (${code}): another program has it open. Close it and try again.`,
  );
}
