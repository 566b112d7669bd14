// @ts-check
// Draws docs/images/*.png anew from the built app: `node tools/pictures.mjs`.
import { join } from 'node:path';
import { runInForeground } from './prepare/command.mjs';
import { prepare, root } from './prepare/prepare.mjs';
import { exitWith, Problem } from './prepare/problem.mjs';
import { obtainChromium } from './test/chromium.mjs';

await exitWith(async () => {
  const { node, env } = await prepare();
  const found = await obtainChromium(root);
  if ('advice' in found) throw new Problem(found.advice);
  const args = [join(root, 'node_modules/playwright/cli.js'), 'test', '--project=pictures'];
  return (
    await runInForeground(node.file, args, {
      cwd: root,
      env: { ...env, ODA_CHROMIUM: found.chromium, ODA_PICTURES: '1' },
    })
  ).code;
});
