// @ts-check
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runInForeground } from './prepare/command.mjs';
import { obstacleToElectron, obtainElectron } from './prepare/electron.mjs';
import { prepare, root } from './prepare/prepare.mjs';
import { exitWith, Problem } from './prepare/problem.mjs';
import { runElectron } from './prepare/run-electron.mjs';

const electronBundle = join(root, 'dist/main/electron.js');
const browserBundle = join(root, 'dist/main/browser.js');

await exitWith(async () => {
  const args = process.argv.slice(2);
  const { node, env } = await prepare();
  const cwd = process.cwd();
  const electron = await electronOrObstacle(args, node);
  let { obstacle } = electron;
  if (electron.binary) {
    console.log('Oda opens in its Electron window.');
    const end = await runElectron({ binary: electron.binary, args: [root, ...args], cwd });
    if ('code' in end) return end.code;
    ({ obstacle } = end);
    if (end.cure) console.log(`Electron ${obstacle}.\n${end.cure}`);
  }
  if (!existsSync(browserBundle)) throw new Problem('This build has no browser shell to start.');
  console.log(`Oda opens in its browser shell: Electron ${obstacle}.`);
  return (await runInForeground(node.file, [browserBundle, ...args], { cwd, env })).code;
});

/**
 * @param {readonly string[]} args
 * @param {import('./prepare/runtime.mjs').NodeProgram} node
 * @returns {Promise<{ binary?: string, obstacle?: string }>}
 */
async function electronOrObstacle(args, node) {
  if (!existsSync(electronBundle)) return { obstacle: 'is not part of this build' };
  const { platform, env } = process;
  const obstacle = obstacleToElectron({ args, platform, env, uid: process.getuid?.() });
  return obstacle ? { obstacle } : obtainElectron({ root, say: console.log, node });
}
