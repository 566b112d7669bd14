// @ts-check
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fingerprintOfSources, isBuilt } from './build-state.mjs';
import { run } from './command.mjs';
import { obtainElectron } from './electron.mjs';
import { ensureInstalled, isWhollyInstalled } from './install.mjs';
import { Problem } from './problem.mjs';
import { lookForNode, needsNode, toolEnvironment } from './runtime.mjs';
import { inTurn } from './turn.mjs';

/** The folder that holds package.json, wherever this was started from. */
export const root = resolve(fileURLToPath(new URL('../..', import.meta.url)));

/** @typedef {{ node: import('./runtime.mjs').NodeProgram, env: NodeJS.ProcessEnv }} Prepared `env` is for what the node runs */

/**
 * Packages and build as the sources want them, and the Node to run them with. `quietStdout` is for
 * programs whose own output may be piped: all that this prints then goes to stderr.
 *
 * @param {{ quietStdout?: boolean }} [options]
 * @returns {Promise<Prepared>}
 */
export async function prepare({ quietStdout = false } = {}) {
  /** @param {string} line */
  const say = (line) => (quietStdout ? console.error(line) : console.log(line));
  const isReady = () => isWhollyInstalled(root) && isBuilt(root, fingerprintOfSources(root));
  const wait = () => say('Another start is preparing Oda in this folder; this one waits for it …');
  if (!isReady()) {
    await inTurn(join(root, '.preparing'), wait, async ({ childStarted }) => {
      const output = quietStdout ? 'stderr' : 'inherit';
      await ensureInstalled({ root, say, output, started: childStarted });
      await ensureBuilt({ say, started: childStarted });
    });
  }
  const node = await obtainNode(say);
  return { node, env: { ...process.env, ...node.env } };
}

/** @param {{ say: (line: string) => void, started: (pid: number) => void }} options */
async function ensureBuilt({ say, started }) {
  if (isBuilt(root, fingerprintOfSources(root))) return;
  const node = await obtainNode(say);
  say('Building Oda …');
  const { code, output } = await run(node.file, [join(root, 'tools', 'build.mjs')], {
    cwd: root,
    env: toolEnvironment(root, node.env),
    output: 'capture',
    started,
  });
  if (code !== 0)
    throw new Problem(`${output.trimEnd()}\nThe build failed. See above, mend it, start again.`);
}

/** If npm has no Node 24 for this system (macOS), Electron's own does. @param {(line: string) => void} say */
export async function obtainNode(say) {
  const found = lookForNode(root);
  if (found) return found;
  const installer = { file: process.execPath, env: {} };
  const electron = await obtainElectron({ root, say, node: installer });
  const inside = lookForNode(root);
  if (inside) return inside;
  throw new Problem(needsNode('obstacle' in electron ? electron.obstacle : undefined));
}
