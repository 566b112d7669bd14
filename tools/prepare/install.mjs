// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.mjs';
import { Problem } from './problem.mjs';

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, link?: boolean, os?: string[], cpu?: string[] }} LockEntry */
/** @typedef {{ packages: Record<string, LockEntry> }} Lock */

/**
 * Whether what is installed is what the lockfile names. npm keeps its own record of what it put
 * into node_modules and writes it last, so that an install that was broken off has none.
 *
 * @param {Lock} wanted package-lock.json
 * @param {Lock} installed node_modules/.package-lock.json
 * @param {{ platform: string, arch: string }} [here]
 */
export function isInstalled(wanted, installed, here = process) {
  return Object.entries(wanted.packages).every(([path, entry]) => {
    if (path === '' || entry.link) return true;
    const found = installed.packages[path];
    // Packages for other platforms are optional and rightly absent, but not this one's (`npm ci --omit=optional`).
    if (found === undefined)
      return entry.optional === true && (!isMadeFor(here, entry) || hasSibling(path, installed));
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

/** @param {{ platform: string, arch: string }} here @param {LockEntry} entry */
function isMadeFor(here, { os, cpu }) {
  return os?.includes(here.platform) === true && cpu?.includes(here.arch) === true;
}

/** Linux has two kinds of C library, and a package for each. @param {string} path @param {Lock} installed */
function hasSibling(path, { packages }) {
  const stem = path.replace(/-(?:gnu|musl)$/, '');
  return stem !== path && (`${stem}-gnu` in packages || `${stem}-musl` in packages);
}

/** @param {string} root */
export function isWhollyInstalled(root) {
  const record = join(root, 'node_modules', '.package-lock.json');
  return (
    existsSync(record) && isInstalled(readLock(join(root, 'package-lock.json')), readLock(record))
  );
}

/**
 * Brings node_modules to what package-lock.json says; does nothing if it already is.
 *
 * @param {{ root: string, say: (line: string) => void, output: 'inherit' | 'stderr', started?: (pid: number) => void }} options
 */
export async function ensureInstalled({ root, say, output, started }) {
  if (isWhollyInstalled(root)) return;
  say('Installing the packages that Oda is built with (once, about a minute) …');
  const npm = npmCommand();
  const { code } = await run(npm.file, [...npm.args, ...installArguments], {
    cwd: root,
    shell: npm.shell,
    output,
    ...(started ? { started } : {}),
  });
  if (code !== 0) throw new Problem(installAdvice);
}

// NODE_ENV=production or an .npmrc of one's own may leave out what the build needs.
const installArguments = [
  'ci',
  '--include=dev',
  '--include=optional',
  '--prefer-offline',
  '--no-audit',
  '--no-fund',
  '--loglevel=error',
];

const installAdvice = [
  'The packages could not be installed: npm has printed the reason above.',
  'Without a network: connect once and run the same command again; later starts need none.',
  'Behind a proxy: npm config set proxy http://HOST:PORT and https-proxy likewise.',
].join('\n');

/** @param {string} path */
function readLock(path) {
  return /** @type {Lock} */ (JSON.parse(readFileSync(path, 'utf8')));
}

function npmCommand() {
  const script = process.env['npm_execpath'];
  if (script?.endsWith('.js'))
    return {
      // Not the Node in node_modules: `npm ci` is about to delete that one.
      file: process.env['npm_node_execpath'] ?? process.execPath,
      args: [script],
      shell: false,
    };
  return { file: 'npm', args: [], shell: process.platform === 'win32' };
}
