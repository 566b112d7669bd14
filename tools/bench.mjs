// @ts-check
import { join } from 'node:path';
import { run } from './prepare/command.mjs';
import { prepare, root } from './prepare/prepare.mjs';
import { exitWith } from './prepare/problem.mjs';

await exitWith(async () => {
  const { node, env } = await prepare({ quietStdout: true });
  const args = [join(root, 'bench/run.ts'), ...process.argv.slice(2)];
  return (await run(node.file, args, { cwd: root, env })).code;
});
