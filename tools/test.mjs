// @ts-check
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { run } from './prepare/command.mjs';
import { findElectron } from './prepare/find-electron.mjs';
import { ensureInstalled } from './prepare/install.mjs';
import { obtainNode, root } from './prepare/prepare.mjs';
import { exitWith, Problem } from './prepare/problem.mjs';
import { toolEnvironment } from './prepare/runtime.mjs';
import { obtainChromium } from './test/chromium.mjs';
import { obtainPlainPrograms } from './test/plain-programs.mjs';
import * as counted from './test/totals.mjs';

/** @typedef {{ node: import('./prepare/runtime.mjs').NodeProgram, reports: string, kept?: AbortSignal }} Tools `kept`: what is printed is kept for later; it ends the step */
/** @typedef {{ totals: counted.Totals, note?: string, printed?: string }} StepResult */
/** @typedef {{ name: string, part: string, needs?: string, beside?: string, go: (tools: Tools) => Promise<StepResult> }} Step `beside`: it goes at the same time as that one, and is printed when its turn comes */

/** @type {readonly Step[]} */
const steps = [
  { name: 'check', part: 'check', go: check },
  { name: 'unit and component tests', part: 'unit', go: unit },
  // It waits for most of its time.
  { name: 'torture', part: 'torture', beside: 'unit and component tests', go: torture },
  { name: 'build', part: 'e2e', go: build },
  { name: 'end-to-end tests', part: 'e2e', needs: 'build', go: endToEnd },
];

/** @type {StepResult} */
const notRun = { totals: counted.oneFailure, note: 'not run: there is no build to drive' };
const barred = { go: async () => notRun };

await exitWith(async (isRead) => {
  const only = readOnly();
  await ensureInstalled({ root, say: console.log, output: 'inherit' });
  const tools = {
    node: await obtainNode(console.log),
    reports: mkdtempSync(join(tmpdir(), 'oda-test-')),
  };
  /** @type {string[]} */
  const lines = [];
  /** @type {Map<string, counted.Totals>} */
  const totalsByStep = new Map();
  const asked = steps.filter(({ part }) => only === undefined || part === only);
  /** @type {Map<string, Promise<StepResult & { tookMs: number }>>} */
  const going = new Map();
  const ending = new AbortController();
  try {
    for (const step of asked) {
      // What it says is all that it is for.
      if (!isRead()) return 1;
      for (const other of asked) {
        if (other.beside !== step.name) continue;
        const begun = timed(other, { ...tools, kept: ending.signal });
        // How it ended is told when its turn comes.
        begun.catch(() => {});
        going.set(other.name, begun);
      }
      // One after the other: the readable output of each is meant to be read.
      console.log(`\n== ${step.name} ==`);
      const isBarred = (totalsByStep.get(step.needs ?? '')?.failed ?? 0) > 0;
      const begun = going.get(step.name) ?? timed(isBarred ? barred : step, tools);
      const { tookMs, ...result } = await begun;
      if (result.printed) console.log(result.printed.trimEnd());
      totalsByStep.set(step.name, result.totals);
      lines.push(summaryLine(step.name, result, tookMs));
    }
  } finally {
    ending.abort();
    await Promise.allSettled(going.values());
    rmSync(tools.reports, { recursive: true, force: true });
  }
  const total = counted.addTotals([...totalsByStep.values()]);
  if (total.failures.length > 0) console.log(`\n${total.failures.join('\n')}`);
  console.log(`\n${lines.join('\n')}\n\n${counted.describeTotals(total)}`);
  return total.failed === 0 ? 0 : 1;
});

function readOnly() {
  const { values } = parseArgs({ options: { only: { type: 'string' } }, strict: false });
  const parts = [...new Set(steps.map(({ part }) => part))];
  const { only, ...unknown } = values;
  if (Object.keys(unknown).length === 0) {
    if (only === undefined) return undefined;
    if (typeof only === 'string' && parts.includes(only)) return only;
  }
  throw new Problem(`npm test takes one option: -- --only ${parts.join('|')}`);
}

/** @param {Pick<Step, 'go'>} step @param {Tools} tools */
async function timed(step, tools) {
  const startedAt = Date.now();
  const result = await step.go(tools);
  return { ...result, tookMs: Date.now() - startedAt };
}

/** @param {string} name @param {StepResult} result @param {number} tookMs */
function summaryLine(name, { totals, note }, tookMs) {
  const verdict = totals.failed > 0 ? 'FAILED' : 'ok';
  const counts = totals.passed + totals.failed > 1 ? counted.describeTotals(totals) : '';
  const seconds = `${(tookMs / 1000).toFixed(1)} s`;
  return [verdict.padEnd(7), name.padEnd(26), seconds.padStart(7), `  ${note ?? counts}`]
    .join('')
    .trimEnd();
}

/** @param {Tools} tools @param {readonly string[]} args @param {NodeJS.ProcessEnv} [env] */
async function runNode({ node, kept }, args, env) {
  return run(node.file, args, {
    cwd: root,
    env: toolEnvironment(root, { ...env, ...node.env }),
    ...(kept ? { output: 'capture', signal: kept } : {}),
  });
}

/** @param {Tools} tools @returns {Promise<StepResult>} */
async function check(tools) {
  const { code } = await runNode(tools, [join(root, 'tools/check.mjs')]);
  return { totals: code === 0 ? counted.nothing : counted.oneFailure };
}

/** @param {Tools} tools @returns {Promise<StepResult>} */
async function unit(tools) {
  const reportPath = join(tools.reports, 'vitest.json');
  const { code } = await runNode(tools, [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reportPath}`,
  ]);
  return { totals: counted.totalsOfRun({ code, reportPath, read: counted.totalsOfVitest }) };
}

/** Some two minutes of it. @param {Tools} tools @returns {Promise<StepResult>} */
async function torture(tools) {
  const args = [join(root, 'bench/torture/run.ts'), '--seconds', '35', '--pace', '4'];
  const { code, output: printed } = await runNode(tools, args);
  return { totals: code === 0 ? counted.nothing : counted.oneFailure, printed };
}

/** @param {Tools} tools @returns {Promise<StepResult>} */
async function build(tools) {
  const { code } = await runNode(tools, [join(root, 'tools/build.mjs')]);
  return { totals: code === 0 ? counted.nothing : counted.oneFailure };
}

/** @param {Tools} tools @returns {Promise<StepResult>} */
async function endToEnd(tools) {
  const config = ['e2e/playwright.config.ts', 'playwright.config.ts'].find((path) =>
    existsSync(join(root, path)),
  );
  if (config === undefined) return { totals: counted.nothing, note: 'none written yet' };
  const found = await obtainChromium(root);
  if ('advice' in found) {
    console.error(found.advice);
    return { totals: counted.oneFailure, note: 'no Chromium, see above' };
  }
  const electron = findElectron(root);
  if (!electron) console.log('Electron: not installed, its end-to-end run was left out');
  const withoutPlain = await obtainPlainPrograms(root);
  if (withoutPlain) console.log(withoutPlain);
  if (process.getuid?.() !== 0 || process.platform !== 'linux')
    console.log('Two computers on a network: only root on Linux can lay cables, left out');
  const reportPath = join(tools.reports, 'playwright.json');
  const { code } = await runNode(
    tools,
    [join(root, 'node_modules/playwright/cli.js'), 'test', '-c', config, '--reporter=list,json'],
    {
      ODA_CHROMIUM: found.chromium,
      ...(electron ? { ODA_ELECTRON: electron } : {}),
      PLAYWRIGHT_JSON_OUTPUT_FILE: reportPath,
    },
  );
  return { totals: counted.totalsOfRun({ code, reportPath, read: counted.totalsOfPlaywright }) };
}
