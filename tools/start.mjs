// @ts-check
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runInForeground } from './prepare/command.mjs';
import { obstacleToElectron, obtainElectron } from './prepare/electron.mjs';
import { prepare, root } from './prepare/prepare.mjs';
import { exitWith, Problem } from './prepare/problem.mjs';

const electronBundle = join(root, 'dist/main/electron.js');
const browserBundle = join(root, 'dist/main/browser.js');

/** A binary that lacks a library or its sandbox dies at once, without a word of the program. */
const deadAtStartMs = 5_000;

await exitWith(async () => {
  const args = process.argv.slice(2);
  const { node } = await prepare();
  const electron = await electronOrObstacle(args);
  let obstacle = electron.obstacle;
  if (electron.binary) {
    console.log('Oda opens in its Electron window.');
    const end = await runInForeground(electron.binary, [root, ...args], { cwd: process.cwd() });
    if (!couldNotStart(end)) return end.code;
    obstacle = `did not start (${end.signal ?? `exit code ${end.code}`})`;
  }
  if (!existsSync(browserBundle)) throw new Problem('This build has no browser shell to start.');
  console.log(`Oda opens in its browser shell: Electron ${obstacle}.`);
  const end = await runInForeground(node, [browserBundle, ...args], { cwd: process.cwd() });
  return end.code;
});

/**
 * @param {readonly string[]} args
 * @returns {Promise<{ binary?: string, obstacle?: string }>}
 */
async function electronOrObstacle(args) {
  if (!existsSync(electronBundle)) return { obstacle: 'is not part of this build' };
  const { platform, env } = process;
  const obstacle = obstacleToElectron({ args, platform, env, uid: process.getuid?.() });
  return obstacle ? { obstacle } : obtainElectron({ root, say: console.log });
}

/** @param {import('./prepare/command.mjs').ForegroundEnd} end */
function couldNotStart({ code, signal, ranForMs, asked }) {
  if (asked || ranForMs > deadAtStartMs) return false;
  return code === 127 || signal !== null;
}
