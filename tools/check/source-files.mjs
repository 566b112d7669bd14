// @ts-check
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {{ path: string, text: string }} SourceFile path from the root, with `/` */

/**
 * @typedef {object} Finding
 * @property {string} path
 * @property {number} line from 1
 * @property {string} problem what is wrong
 * @property {string} remedy what to do
 */

const skippedFolders = new Set([
  '.git',
  'node_modules',
  'dist',
  'coverage',
  'release',
  'test-results',
  'playwright-report',
  '.vitest',
]);
/** Also what a build that was killed has left. @param {string} folder */
const isSkipped = (folder) => skippedFolders.has(folder) || folder.startsWith('dist.');
const textNames = /\.(ts|tsx|mjs|cjs|js|css|html|json|md|yml|yaml|sh|txt)$|^\.?[a-z]+$/;

/**
 * Every text file of the project, in a stable order.
 *
 * @param {string} root
 * @returns {SourceFile[]}
 */
export function readSourceFiles(root) {
  return pathsUnder(root, '').map((path) => ({
    path,
    text: readFileSync(join(root, path), 'utf8'),
  }));
}

/** @param {string} root @param {string} folder @returns {string[]} */
function pathsUnder(root, folder) {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return isSkipped(entry.name) ? [] : pathsUnder(root, path);
      return entry.isFile() && textNames.test(entry.name) ? [path] : [];
    });
}

/** @param {string} path */
export function isScript(path) {
  return /\.(ts|tsx|mjs)$/.test(path) && !path.endsWith('.d.ts');
}

/** Tests, and what only tests use. @param {string} path */
export function isTestCode(path) {
  return /\.(test|spec)\.tsx?$/.test(path) || path.includes('/testing/');
}

/** @param {string} text @param {number} offset @returns {number} */
export function lineAt(text, offset) {
  return text.slice(0, offset).split('\n').length;
}

/** @param {Finding} finding */
export function describeFinding({ path, line, problem, remedy }) {
  return `${path}:${line}: ${problem} ${remedy}`;
}
