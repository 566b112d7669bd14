import { chmodSync, existsSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { refusalOf } from './store-error.ts';

/** What programs of ours keep in a data folder, or right in that of a room. */
const ours =
  /^(?:profile|rooms|log|terminal|window|browser-window|window\.json|backup\.json|backup-work|(?:room|replica)\.db.*)$/;

/** Others keep these in order themselves: what is in them is behind the folder's own mode. */
const notLookedInto = new Set(['window', 'browser-window']);

/** A room's log lies deepest: `rooms/ID/log/host.log`. */
const mostDepth = 4;

/**
 * Takes a data folder, and what of ours is in it, from everybody else on this computer. A folder that holds other
 * things too, a person's own home say, keeps its mode: only ours are mended. On Windows folders of a person are
 * private as they are. Throws `StoreError` if the folder cannot be read.
 */
export function keepPrivate(folder: string): void {
  if (process.platform === 'win32' || !existsSync(folder)) return;
  try {
    const names = readdirSync(folder);
    const mine = names.filter((name) => ours.test(name));
    if (mine.length === names.length) mend(folder, 0o700);
    for (const name of mine) mendWithin(join(folder, name), { name, depth: 1 });
  } catch (error) {
    throw refusalOf(error, folder);
  }
}

function mendWithin(path: string, { name, depth }: { name: string; depth: number }): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  // What is a link leads to somebody else's.
  if (found?.isFile()) return mend(path, 0o600);
  if (!found?.isDirectory()) return;
  mend(path, 0o700);
  if (depth === mostDepth || notLookedInto.has(name)) return;
  for (const inner of readdirSync(path))
    mendWithin(join(path, inner), { name: inner, depth: depth + 1 });
}

function mend(path: string, mode: number): void {
  if ((lstatSync(path).mode & 0o777 & ~mode) === 0) return;
  try {
    chmodSync(path, mode);
  } catch (error) {
    // Of another owner, on a disk that is only read, or one without modes: opening it says what matters.
    if (error instanceof Error && 'code' in error && unchangeable.has(error.code)) return;
    throw error;
  }
}

const unchangeable = new Set<unknown>(['EPERM', 'EROFS', 'ENOTSUP', 'ENOENT']);
