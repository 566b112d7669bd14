// @ts-check
// Needs the packages and Node 24: `npm run build`, or whatever prepares both first.
import { join } from 'node:path';
import { buildBeside } from './prepare/build-folder.mjs';
import { fingerprintOfSources, rememberBuild } from './prepare/build-state.mjs';
import { root } from './prepare/prepare.mjs';
import { exitCodeOf, exitWith, Problem } from './prepare/problem.mjs';

// An end like any other, so that what is half built goes with it.
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.once(signal, () => process.exit(exitCodeOf(signal)));

await exitWith(async () => {
  // Vite reads the index page and the entries relative to here.
  process.chdir(root);
  const fingerprint = fingerprintOfSources(root);
  const { createBuilder } = await import('vite');
  await buildBeside(root, async (folder) => {
    const builder = await createBuilder({
      configFile: join(root, 'vite.config.ts'),
      logLevel: 'warn',
      environments: outputIn(folder),
    });
    try {
      await builder.buildApp();
    } catch (error) {
      throw new Problem(error instanceof Error ? error.message : String(error));
    }
    rememberBuild(folder, fingerprint);
  });
  return 0;
});

/** The folders of vite.config.ts, in another one than `dist`. @param {string} folder */
function outputIn(folder) {
  const main = { build: { outDir: join(folder, 'main') } };
  const client = { build: { outDir: join(folder, 'renderer') } };
  return { client, main, worker: main, preload: main };
}
