// @ts-check
// Runs beside `npm start`, and goes on if that was ended meanwhile: see obtainElectron.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { electronVersion, installerFlags, readAttempt, writeAttempt } from './electron.mjs';

const root = process.argv[2] ?? process.cwd();
const version = electronVersion(root);
const startedAt = Date.now();
const beatMs = 500;
const mostOutput = 16 * 1024;

/** @type {{ received?: number, total?: number }} */
let progress = {};
let reason = '';
let output = '';

const beat = () =>
  writeAttempt(root, { version, state: 'running', pid: process.pid, at: Date.now(), ...progress });

/** @param {number | null} code */
const finish = (code) => {
  clearInterval(timer);
  // Whoever came later and took this one for dead goes on by itself.
  if (readAttempt(root)?.pid !== process.pid) return;
  if (code === 0) return writeAttempt(root, undefined);
  const at = Date.now();
  writeAttempt(root, {
    version,
    state: 'failed',
    pid: process.pid,
    at,
    tookMs: at - startedAt,
    reason: reason || firstLineOf(output) || `its installer ended with ${code}`,
  });
};

beat();
const timer = setInterval(beat, beatMs);
const child = spawn(
  process.execPath,
  [...installerFlags(), join(root, 'node_modules', 'electron', 'install.js')],
  { cwd: root, env: downloadEnvironment(process.env), stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
);
child.on('message', (/** @type {import('./counted-fetch.mjs').Word} */ word) => {
  if ('reason' in word) ({ reason } = word);
  else progress = word;
});
for (const stream of [child.stdout, child.stderr])
  stream
    ?.setEncoding('utf8')
    .on('data', (text) => (output = `${output}${text}`.slice(-mostOutput)));
child.once('error', (error) => {
  reason = error.message;
  finish(127);
});
child.once('close', finish);

/** The line that names the error, not the stack below it. @param {string} text */
function firstLineOf(text) {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.find((line) => /^\w*Error\b/.test(line)) ?? lines.find((line) => line !== '') ?? '';
}

/**
 * The proxy that npm is set up with, or the system's, and the system's certificates: without them Node's
 * fetch reaches nothing behind a proxy that reads along.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
function downloadEnvironment(env) {
  const named = {
    http_proxy: env['http_proxy'] || env['HTTP_PROXY'] || env['npm_config_proxy'],
    https_proxy:
      env['https_proxy'] ||
      env['HTTPS_PROXY'] ||
      env['npm_config_https_proxy'] ||
      env['npm_config_proxy'],
    no_proxy: env['no_proxy'] || env['NO_PROXY'] || env['npm_config_noproxy'],
  };
  // Lower case is looked at first, and one that is set to nothing would count.
  /** @type {NodeJS.ProcessEnv} */
  const all = { ...env, NODE_USE_ENV_PROXY: '1', NODE_USE_SYSTEM_CA: '1' };
  for (const [name, value] of Object.entries(named))
    for (const spelt of [name, name.toUpperCase()]) all[spelt] = value || undefined;
  return all;
}
