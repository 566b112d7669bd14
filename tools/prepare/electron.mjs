// @ts-check
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { findElectron } from './find-electron.mjs';
import { inTurn, isRunning } from './turn.mjs';

/**
 * Why the Electron shell cannot run here, in words for "Electron …"; undefined if it can.
 *
 * @param {{ args: readonly string[], platform: string, env: NodeJS.ProcessEnv, uid: number | undefined }} here
 * @returns {string | undefined}
 */
export function obstacleToElectron({ args, platform, env, uid }) {
  if (args.includes('--no-open')) return 'opens a window, and --no-open asks for none';
  if (platform !== 'linux') return undefined;
  if (uid === 0) return 'does not run as root';
  if (!env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return 'needs a display, and there is none';
  return undefined;
}

/**
 * How a download stands: what the process that runs it last wrote down.
 *
 * @typedef {object} Attempt
 * @property {string} version
 * @property {'running' | 'failed'} state
 * @property {number} pid
 * @property {number} at epoch ms of the last word
 * @property {number} [received] bytes
 * @property {number} [total]
 * @property {number} [tookMs]
 * @property {string} [reason]
 */

const retryAfterMs = 60 * 60 * 1000;
/** A download that is refused so quickly costs a start nothing. */
const quickMs = 5_000;
/** It writes twice a second; a process of that number that says nothing is another one. */
const silentMs = 10_000;

/**
 * What an earlier attempt to download means for this start: follow one that runs, wait for none that has lately
 * failed after a long time.
 *
 * @param {Attempt | undefined} attempt
 * @param {{ version: string, now: number, stillRuns: (pid: number) => boolean }} present
 * @returns {'try' | 'running' | 'failed'}
 */
export function judgeAttempt(attempt, { version, now, stillRuns }) {
  if (attempt === undefined || attempt.version !== version) return 'try';
  if (attempt.state === 'running')
    return stillRuns(attempt.pid) && now - attempt.at < silentMs ? 'running' : 'try';
  const wasSlow = (attempt.tookMs ?? 0) >= quickMs;
  return wasSlow && now - attempt.at < retryAfterMs ? 'failed' : 'try';
}

/** @param {string | undefined} reason */
const notDownloaded = (reason) =>
  `could not be downloaded (${reason ? `${reason}; ` : ''}npx install-electron tries again)`;

/**
 * Brings Electron's binary, for as long as bytes arrive. The download goes on when this start is ended, and the
 * next one follows it.
 *
 * @param {object} options
 * @param {string} options.root
 * @param {(line: string) => void} options.say
 * @param {import('./runtime.mjs').NodeProgram} options.node what runs the installer
 * @returns {Promise<{ binary: string } | { obstacle: string }>}
 */
export async function obtainElectron({ root, say, node }) {
  const found = findElectron(root);
  if (found) return { binary: found };
  try {
    mkdirSync(dirname(attemptPath(root)), { recursive: true });
    const verdict = await inTurn(
      `${attemptPath(root)}.turn`,
      () => {},
      async () => {
        const present = { version: electronVersion(root), now: Date.now(), stillRuns: isRunning };
        const judged = judgeAttempt(readAttempt(root), present);
        if (judged === 'try') startDownload(root, node);
        return judged;
      },
    );
    if (verdict === 'failed') return { obstacle: notDownloaded(readAttempt(root)?.reason) };
    say(
      verdict === 'running'
        ? 'Electron is being fetched already …'
        : 'Fetching Electron (once, about 110 MB) …',
    );
    return await followDownload(root, say);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || !unwritable.has(String(error.code)))
      throw error;
    return { obstacle: notDownloaded(error.message) };
  }
}

const unwritable = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOSPC']);

/** @param {string} root @param {import('./runtime.mjs').NodeProgram} node */
function startDownload(root, node) {
  const script = fileURLToPath(new URL('electron-download.mjs', import.meta.url));
  const child = spawn(node.file, [script, root], {
    cwd: root,
    env: { ...process.env, ...node.env },
    detached: true,
    stdio: 'ignore',
    windowsHide: true,
  });
  const { pid = 0 } = child;
  const attempt = { version: electronVersion(root), pid, at: Date.now() };
  writeAttempt(root, { ...attempt, state: 'running' });
  child.once('error', (error) =>
    writeAttempt(root, { ...attempt, state: 'failed', tookMs: 0, reason: error.message }),
  );
  child.unref();
}

const lookAgainMs = 200;
const megabyte = 1_000_000;

/**
 * @param {string} root
 * @param {(line: string) => void} say
 * @returns {Promise<{ binary: string } | { obstacle: string }>}
 */
async function followDownload(root, say) {
  let saidTenths = 0;
  for (;;) {
    const attempt = readAttempt(root);
    if (attempt?.state !== 'running') {
      const binary = attempt ? undefined : findElectron(root);
      return binary ? { binary } : { obstacle: notDownloaded(attempt?.reason) };
    }
    if (!isRunning(attempt.pid) || Date.now() - attempt.at > silentMs)
      return { obstacle: notDownloaded('its download was broken off') };
    const { received = 0, total = 110 * megabyte } = attempt;
    const tenths = Math.min(10, Math.floor((received / total) * 10));
    if (tenths > saidTenths)
      say(`  ${(received / megabyte).toFixed(0)} of ${(total / megabyte).toFixed(0)} MB`);
    saidTenths = tenths;
    await pause(lookAgainMs);
  }
}

/** What Node needs to run Electron's installer, which loads ES modules by `require`. */
export function installerFlags() {
  const counted = new URL('counted-fetch.mjs', import.meta.url).href;
  return [...(canRequireModules() ? [] : [requireFlag]), '--import', counted];
}

const requireFlag = '--experimental-require-module';

/** Without asking: from Node 20.19 and 22.12 on. */
function canRequireModules() {
  // Node before 20.19 has no such field.
  return 'require_module' in process.features && process.features.require_module;
}

/** @param {string} root */
export function electronVersion(root) {
  const path = join(root, 'node_modules', 'electron', 'package.json');
  return /** @type {{ version: string }} */ (JSON.parse(readFileSync(path, 'utf8'))).version;
}

/** @param {string} root */
const attemptPath = (root) => join(root, 'node_modules', '.cache', 'oda', 'electron.json');

/** @param {string} root @returns {Attempt | undefined} */
export function readAttempt(root) {
  if (!existsSync(attemptPath(root))) return undefined;
  return /** @type {Attempt} */ (JSON.parse(readFileSync(attemptPath(root), 'utf8')));
}

/** In one go: a reader sees the old one or the new one. @param {string} root @param {Attempt | undefined} attempt */
export function writeAttempt(root, attempt) {
  const path = attemptPath(root);
  if (attempt === undefined) return rmSync(path, { force: true });
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.${process.pid}`, JSON.stringify(attempt));
  return renameSync(`${path}.${process.pid}`, path);
}
