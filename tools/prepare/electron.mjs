// @ts-check
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The installed Electron binary. Electron's own module must not be asked: importing it starts a
 * download of 100 MB where there is none.
 *
 * @param {string} root
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | undefined}
 */
export function findElectron(root, env = process.env) {
  const folder = join(root, 'node_modules', 'electron');
  const pathFile = join(folder, 'path.txt');
  const elsewhere = env['ELECTRON_OVERRIDE_DIST_PATH'];
  // path.txt is the last thing its installer writes, so half an unpacked archive has none.
  if (!elsewhere && !existsSync(pathFile)) return undefined;
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : 'electron';
  const binary = join(elsewhere ?? join(folder, 'dist'), name);
  return existsSync(binary) ? binary : undefined;
}

/**
 * Why the Electron shell cannot run here, in words for "Electron …"; undefined where it can.
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

/** @typedef {{ version: string, state: 'running' | 'failed', pid: number, at: number }} Attempt */

const retryAfterMs = 24 * 60 * 60 * 1000;

/**
 * What an earlier attempt to download means for this start: wait for none that failed within the
 * last day or is still under way.
 *
 * @param {Attempt | undefined} attempt
 * @param {{ version: string, now: number, stillRuns: (pid: number) => boolean }} present
 * @returns {'try' | 'running' | 'failed'}
 */
export function judgeAttempt(attempt, { version, now, stillRuns }) {
  if (attempt === undefined || attempt.version !== version) return 'try';
  if (attempt.state === 'running') return stillRuns(attempt.pid) ? 'running' : 'try';
  return now - attempt.at < retryAfterMs ? 'failed' : 'try';
}

const retryHint = 'npx install-electron tries again';
const stillLoading = 'is still being downloaded; a later start will use it';
const notDownloaded = `could not be downloaded (${retryHint})`;

/**
 * Brings Electron's binary, waiting at most `waitMs`. A slow download goes on in the background for
 * the next start; a failed one is remembered, so that the next start waits for nothing.
 *
 * @param {{ root: string, say: (line: string) => void, waitMs?: number }} options
 * @returns {Promise<{ binary: string } | { obstacle: string }>}
 */
export async function obtainElectron({ root, say, waitMs = 15_000 }) {
  const found = findElectron(root);
  if (found) return { binary: found };
  const version = electronVersion(root);
  const verdict = judgeAttempt(readAttempt(root), {
    version,
    now: Date.now(),
    stillRuns: isRunning,
  });
  if (verdict === 'running') return { obstacle: stillLoading };
  if (verdict === 'failed') return { obstacle: notDownloaded };
  say(`Fetching Electron (once; waiting ${waitMs / 1000} s at most) …`);
  const ended = await startDownload(root, waitMs);
  const binary = findElectron(root);
  if (binary) return { binary };
  return { obstacle: ended ? notDownloaded : stillLoading };
}

/** @param {string} root @param {number} waitMs @returns {Promise<boolean>} whether it has ended */
function startDownload(root, waitMs) {
  const script = fileURLToPath(new URL('electron-download.mjs', import.meta.url));
  const child = spawn(process.execPath, [script, root], {
    cwd: root,
    detached: true,
    stdio: 'ignore',
    windowsHide: true,
  });
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      child.unref();
      resolve(false);
    }, waitMs);
    child.once('error', () => {
      clearTimeout(timer);
      resolve(true);
    });
    child.once('exit', () => {
      clearTimeout(timer);
      resolve(true);
    });
  });
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

/** @param {string} root @param {Attempt | undefined} attempt */
export function writeAttempt(root, attempt) {
  if (attempt === undefined) return rmSync(attemptPath(root), { force: true });
  mkdirSync(dirname(attemptPath(root)), { recursive: true });
  return writeFileSync(attemptPath(root), JSON.stringify(attempt));
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
