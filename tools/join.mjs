// @ts-check
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runInForeground } from './prepare/command.mjs';
import { prepare, root } from './prepare/prepare.mjs';
import { exitWith, Problem } from './prepare/problem.mjs';

await exitWith(async () => {
  const { node, env } = await prepare({ quietStdout: true });
  const bundle = join(root, 'dist/main/terminal.js');
  if (!existsSync(bundle)) throw new Problem('This build has no terminal shell to start.');
  const args = [bundle, ...process.argv.slice(2)];
  return (await runInForeground(node.file, args, { cwd: process.cwd(), env })).code;
});
