// @ts-check
import { calleeNames, literalText, nodesIn, nodesOf, templatePieces } from './syntax.mjs';

/** The rules that this version claims to keep. Each has to be named in the title of a test. */
export const claimedIds = [
  ...numbered('R0', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
  ...numbered('R1', [1, 2, 3, 4, 5, 6, 7, 8, 9]),
  ...numbered('R2', [1, 2, 3, 4, 5]),
  ...numbered('R3', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
  ...numbered('R4', [1, 2, 3, 4, 5, 6, 7]),
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 16, 19].map((number) => `W${number}`),
];

const titled = new Set(['test', 'it', 'describe']);

/**
 * @param {readonly import('./source-files.mjs').SourceFile[]} files
 * @param {readonly string[]} [claimed]
 * @returns {import('./source-files.mjs').Finding[]}
 */
export function checkParity(files, claimed = claimedIds) {
  const named = new Set(
    files
      .filter(({ path }) => /\.(test\.tsx?|spec\.ts)$/.test(path) && !path.startsWith('tools/'))
      .flatMap(titlesOf)
      .flatMap(idsIn),
  );
  const missing = claimed.filter((id) => !named.has(id));
  if (missing.length === 0) return [];
  return [
    {
      path: 'tools/check/parity.mjs',
      line: 1,
      problem: `claims ${missing.join(', ')}, and no test has that in its title.`,
      remedy: 'Write the test, or put the id of the rule in front of the title that proves it.',
    },
  ];
}

/** Ids as whole words: "R0.1" is neither in "R0.10" nor in "R0.1.2". @param {string} title */
export function idsIn(title) {
  return title.match(/(?<![\w.])(?:R\d+\.\d+|W\d+)(?![\w]|\.\d)/g) ?? [];
}

/** @param {import('./source-files.mjs').SourceFile} file @returns {string[]} */
function titlesOf(file) {
  const titles = [];
  for (const node of nodesOf(file)) {
    if (node.type !== 'CallExpression') continue;
    if (!titled.has(calleeNames(node['callee'])[0] ?? '')) continue;
    const [title] = nodesIn(node, 'arguments');
    titles.push(literalText(title) ?? templatePieces(title).join(' '));
  }
  return titles;
}

/** @param {string} prefix @param {readonly number[]} numbers */
function numbered(prefix, numbers) {
  return numbers.map((number) => `${prefix}.${number}`);
}
