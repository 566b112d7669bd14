// @ts-check
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fingerprintOfSources, isBuilt } from './build-state.mjs';
import { run } from './command.mjs';
import { ensureInstalled } from './install.mjs';
import { Problem } from './problem.mjs';
import { findNode, toolEnvironment } from './runtime.mjs';

/** The folder that holds package.json, wherever this was started from. */
export const root = resolve(fileURLToPath(new URL('../..', import.meta.url)));

/**
 * Packages and build as the sources want them, and the Node to run them with. `quietStdout` is for
 * programs whose own output may be piped: all that this prints then goes to stderr.
 *
 * @param {{ quietStdout?: boolean }} [options]
 * @returns {Promise<{ node: string }>}
 */
export async function prepare({ quietStdout = false } = {}) {
  const output = quietStdout ? 'stderr' : 'inherit';
  /** @param {string} line */
  const say = (line) => (quietStdout ? console.error(line) : console.log(line));
  await ensureInstalled({ root, say, output });
  const node = findNode(root);
  if (!isBuilt(root, fingerprintOfSources(root))) {
    say('Building Oda …');
    const { code, output: printed } = await run(node, [join(root, 'tools', 'build.mjs')], {
      cwd: root,
      env: toolEnvironment(root),
      output: 'capture',
    });
    if (code !== 0)
      throw new Problem(`${printed.trimEnd()}\nThe build failed. See above, mend it, start again.`);
  }
  return { node };
}
