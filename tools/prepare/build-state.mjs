// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const inputs = [
  'src-shared',
  'src-main',
  'src-renderer',
  'tools/build',
  'tools/build.mjs',
  'vite.config.ts',
  'package-lock.json',
];
const stampName = '.built-from';

/**
 * One hash over the names and contents of all that the build reads. Contents, not times: a checkout
 * of another branch may bring older files.
 *
 * @param {string} root
 */
export function fingerprintOfSources(root) {
  const hash = createHash('sha256');
  for (const path of inputs.flatMap((input) => filesUnder(root, input)))
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0');
  return hash.digest('hex');
}

/** @param {string} root @param {string} fingerprint */
export function isBuilt(root, fingerprint) {
  const stamp = join(root, 'dist', stampName);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint;
}

/** @param {string} folder of the whole build @param {string} fingerprint taken before the build started */
export function rememberBuild(folder, fingerprint) {
  writeFileSync(join(folder, stampName), fingerprint);
}

/** @param {string} root @param {string} path @returns {string[]} */
function filesUnder(root, path) {
  if (!existsSync(join(root, path))) return [];
  /** @type {import('node:fs').Dirent[]} */
  let entries;
  try {
    entries = readdirSync(join(root, path), { withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return [path];
    throw error;
  }
  return entries
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const child = `${path}/${entry.name}`;
      if (entry.isDirectory()) return entry.name === 'testing' ? [] : filesUnder(root, child);
      return /\.test\.tsx?$/.test(entry.name) ? [] : [child];
    });
}
