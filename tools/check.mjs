// @ts-check
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkBanned } from './check/banned.mjs';
import { checkCircles } from './check/circles.mjs';
import { checkDirections } from './check/directions.mjs';
import { checkDrawing } from './check/drawing.mjs';
import { checkLayers } from './check/layers.mjs';
import { checkParity } from './check/parity.mjs';
import { describeFinding, readSourceFiles } from './check/source-files.mjs';
import * as translations from './check/translations.mjs';
import { run } from './prepare/command.mjs';
import { root } from './prepare/prepare.mjs';
import { exitWith } from './prepare/problem.mjs';
import { findNode } from './prepare/runtime.mjs';

/** @typedef {{ name: string, go: () => Promise<string>, remedy?: string }} Check `go` gives back what is wrong, or '' */

const node = findNode(root);
const files = readSourceFiles(root);

/** @type {readonly Check[]} */
const checks = [
  ...['shared', 'main', 'renderer', 'tests'].map((name) => ({
    name: `types of ${name}`,
    go: () =>
      tool('typescript/bin/tsc', ['-p', `tools/tsconfig/${name}.json`, '--pretty', 'false']),
  })),
  { name: 'lint', go: () => tool('oxlint/bin/oxlint', []) },
  {
    name: 'format',
    go: () => tool('oxfmt/bin/oxfmt', ['--list-different']),
    remedy: '`npm run format` mends it.',
  },
  { name: 'unused', go: () => tool('knip/bin/knip.js', ['--no-progress']) },
  { name: 'layers', go: own(() => checkLayers(files)) },
  { name: 'circles', go: own(() => checkCircles(files)) },
  { name: 'directions', go: own(() => checkDirections(files)) },
  { name: 'drawing', go: own(() => checkDrawing(files)) },
  { name: 'translations', go: own(checkTranslations) },
  { name: 'parity', go: own(() => checkParity(files)) },
  { name: 'banned words', go: own(() => checkBanned(files, { checkout: root })) },
];

await exitWith(async () => {
  const waiting = [...checks];
  let failures = 0;
  const worker = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift())
      if (!(await report(check))) failures += 1;
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return failures === 0 ? 0 : 1;
});

/** @param {Check} check @returns {Promise<boolean>} */
async function report({ name, go, remedy }) {
  const startedAt = Date.now();
  const wrong = await go();
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  if (wrong === '') console.log(`ok      ${name} (${seconds} s)`);
  else console.log(`FAILED  ${name}\n${[wrong, remedy].filter(Boolean).join('\n')}\n`);
  return wrong === '';
}

/** @param {string} script inside node_modules @param {readonly string[]} args */
async function tool(script, args) {
  const path = join(root, 'node_modules', script);
  const { code, output } = await run(node.file, [path, ...args], {
    cwd: root,
    env: { ...process.env, ...node.env },
    output: 'capture',
  });
  return code === 0 ? '' : output.trimEnd() || `${script} ended with ${code}`;
}

/**
 * @param {() => import('./check/source-files.mjs').Finding[] | Promise<import('./check/source-files.mjs').Finding[]>} check
 */
function own(check) {
  return async () => (await check()).map(describeFinding).join('\n');
}

async function checkTranslations() {
  const [en, tr] = await Promise.all([readCatalogue('en'), readCatalogue('tr')]);
  return [...translations.checkCatalogues({ en, tr }), ...translations.checkKeysInUse(en, files)];
}

/** @param {string} language */
async function readCatalogue(language) {
  const path = `${translations.folder}/${language}/${language}.ts`;
  // Node runs the module as it stands, which is how the other language sees it too.
  /** @type {unknown} */
  const module = await import(pathToFileURL(join(root, path)).href);
  return translations.catalogueOf(/** @type {Record<string, unknown>} */ (module));
}
