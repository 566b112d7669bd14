// @ts-check
// Needs the packages and Node 24: `npm run build`, or whatever prepares both first.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprintOfSources, rememberBuild } from './prepare/build-state.mjs';
import { root } from './prepare/prepare.mjs';
import { exitWith, Problem } from './prepare/problem.mjs';

await exitWith(async () => {
  // Vite reads the index page and the entries relative to here.
  process.chdir(root);
  const fingerprint = fingerprintOfSources(root);
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  const { createBuilder } = await import('vite');
  const builder = await createBuilder({
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'warn',
  });
  try {
    await builder.buildApp();
  } catch (error) {
    throw new Problem(error instanceof Error ? error.message : String(error));
  }
  rememberBuild(root, fingerprint);
  return 0;
});
