// @ts-check
import { join } from 'node:path';
import { run } from './command.mjs';
import { prepare, root } from './prepare.mjs';

/** Runs a program of the repository from its source, with the arguments of this one. @param {string} path */
export async function runSource(path) {
  const { node, env } = await prepare({ quietStdout: true });
  const args = [join(root, path), ...process.argv.slice(2)];
  return (await run(node.file, args, { cwd: root, env })).code;
}
