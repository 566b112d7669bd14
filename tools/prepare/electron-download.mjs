// @ts-check
// Runs beside `npm start`, and after it where the network is slow: see obtainElectron.
import { join } from 'node:path';
import { run } from './command.mjs';
import { electronVersion, writeAttempt } from './electron.mjs';

const longestMs = 10 * 60 * 1000;
const root = process.argv[2] ?? process.cwd();
const version = electronVersion(root);

/** @param {'running' | 'failed'} state */
const attempt = (state) => ({ version, state, pid: process.pid, at: Date.now() });

writeAttempt(root, attempt('running'));
const { code } = await run(
  process.execPath,
  [join(root, 'node_modules', 'electron', 'install.js')],
  { cwd: root, output: 'capture', timeoutMs: longestMs },
);
writeAttempt(root, code === 0 ? undefined : attempt('failed'));
