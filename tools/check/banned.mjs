// @ts-check
import { lineAt } from './source-files.mjs';

/**
 * @typedef {object} Ban
 * @property {RegExp} pattern
 * @property {'code' | 'text' | 'lockfile'} where
 * @property {string} remedy
 */

const runAll = 'Every test runs; take the word away or the test.';
const noSuppression = 'Mend what it hides.';
const noMachinePaths = 'Name paths from the root of the project.';

/** @type {readonly Ban[]} */
const bans = [
  { pattern: /\.(?:only|skip|skipIf|runIf|todo|fixme)\(/g, where: 'code', remedy: runAll },
  { pattern: /\bwaitForTimeout\b/g, where: 'code', remedy: 'Wait for what should happen instead.' },
  {
    pattern: /\bvi\.(?:do)?[mM]ock\(\s*(?:import\()?['"`]\./g,
    where: 'code',
    remedy: 'Our own modules are never mocked: hand in a real part or a fake of an interface.',
  },
  { pattern: /@ts-(?:ignore|expect-error|nocheck)\b/g, where: 'code', remedy: noSuppression },
  { pattern: /\b(?:oxlint|eslint)-disable/g, where: 'code', remedy: noSuppression },
  {
    pattern: /\b(?:TODO|FIXME|XXX|HACK)\b/g,
    where: 'text',
    remedy: 'Do it now or open an issue.',
  },
  {
    pattern:
      /(?<![\w.~:/-])\/(?:home|Users)\/[A-Za-z][\w.-]*|(?<![\w.~:/-])\/root\/|\bC:\\+Users\\/g,
    where: 'text',
    remedy: noMachinePaths,
  },
  {
    pattern: /"resolved":\s*"[a-z+]+:[^"]*"|^registry\s*=.*$/gm,
    where: 'lockfile',
    remedy: 'Everyone installs from the registry they have: run `npm install --package-lock-only`.',
  },
];

/** These files quote what they look for. */
const quoting = ['tools/check/banned.mjs', 'tools/check/banned.test.ts'];

/**
 * @param {readonly import('./source-files.mjs').SourceFile[]} files
 * @param {{ checkout?: string }} [here] where this copy lies: a path that no file should repeat
 * @returns {import('./source-files.mjs').Finding[]}
 */
export function checkBanned(files, { checkout = '' } = {}) {
  const all = [...bans, ...bansOfCheckout(checkout, files)];
  return files
    .filter(({ path }) => !quoting.includes(path))
    .flatMap((file) =>
      all
        .filter(({ where }) => kindsOf(file.path).has(where))
        .flatMap(({ pattern, remedy }) =>
          [...file.text.matchAll(pattern)].map((match) => ({
            path: file.path,
            line: lineAt(file.text, match.index),
            problem: `has '${match[0].trim()}'.`,
            remedy,
          })),
        ),
    );
}

/**
 * The folder alone may be called like an example in a test (`/tmp/oda`): what gives this machine away is a path
 * to a file of ours in it.
 *
 * @param {string} checkout
 * @param {readonly import('./source-files.mjs').SourceFile[]} files
 * @returns {Ban[]}
 */
function bansOfCheckout(checkout, files) {
  const escape = (/** @type {string} */ text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const folder = checkout.replace(/[\\/]+$/, '');
  if (folder === '') return [];
  const ours = [...new Set(files.map(({ path }) => path.split('/')[0] ?? ''))].map(escape);
  const inside = String.raw`[\\/]+(?:${ours.join('|')})(?![\w-])`;
  const pattern = new RegExp(String.raw`(?<![\w.~:/-])${escape(folder)}${inside}`, 'g');
  return [{ pattern, where: 'text', remedy: noMachinePaths }];
}

/** @param {string} path @returns {ReadonlySet<Ban['where']>} */
function kindsOf(path) {
  if (path === 'package-lock.json' || path === '.npmrc') return new Set(['lockfile']);
  if (/\.(ts|tsx|mjs|cjs|js|css|html)$/.test(path)) return new Set(['code', 'text']);
  return new Set(['text']);
}
