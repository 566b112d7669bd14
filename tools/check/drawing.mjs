// @ts-check
import { posix } from 'node:path';
import { isScript, isTestCode } from './source-files.mjs';
import { importsOf } from './syntax.mjs';

export const page = 'docs/ARCHITECTURE.md';
const begin = '<!-- drawn by tools/draw.mjs -->\n';
const end = '<!-- end of the drawing -->';

/** What is drawn as one box, each with how its files' paths begin; the first that fits counts. */
const boxes = /** @type {const} */ ([
  ['shells', 'shells', ['src-main/shells/']],
  ['app', 'app', ['src-main/app/']],
  ['gateways', 'gateways', ['src-main/gateways/']],
  ['server', 'server', ['src-main/server/']],
  ['client', 'client', ['src-main/client/']],
  ['storage', 'storage', ['src-main/storage/']],
  ['net', 'net', ['src-main/net/']],
  ['room', 'room', ['src-main/room/']],
  ['shared', 'src-shared', ['src-shared/']],
  ['w_window', 'window', ['src-renderer/window/']],
  ['w_room', 'room', ['src-renderer/room/']],
  ['w_files', 'files', ['src-renderer/files/']],
  ['w_messages', 'messages', ['src-renderer/messages/']],
  ['w_people', 'people', ['src-renderer/people/']],
  ['w_app', 'app', ['src-renderer/app/']],
  [
    'w_parts',
    'ui, i18n, theme, bridge',
    ['ui', 'i18n', 'theme', 'bridge', 'web-bridge'].map(inRenderer),
  ],
  ['w_screens', 'a folder per screen', ['src-renderer/']],
]);

/** @param {string} folder */
function inRenderer(folder) {
  return `src-renderer/${folder}/`;
}

/**
 * The folders and what they import, as a Mermaid flowchart: an arrow that others already say is left out.
 *
 * @param {readonly import('./source-files.mjs').SourceFile[]} files
 */
export function drawFolders(files) {
  const arrows = withoutDetours(arrowsOf(files));
  const box = (/** @type {string} */ prefix) =>
    boxes.flatMap(([id, label, paths]) =>
      paths.some((path) => path.startsWith(prefix)) ? [`    ${id}["${label}"]`] : [],
    );
  return [
    '```mermaid',
    'flowchart TD',
    '  subgraph windows ["src-renderer"]',
    ...box('src-renderer/'),
    '  end',
    '  subgraph main ["src-main"]',
    ...box('src-main/'),
    '  end',
    '  shared["src-shared"]',
    ...arrows.map(([from, to]) => `  ${from} --> ${to}`),
    '```',
    '',
  ].join('\n');
}

/** The page with the drawing in its place. @param {string} text @param {string} drawing */
export function withDrawing(text, drawing) {
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${page} has no place for the drawing.`);
  return `${text.slice(0, from + begin.length)}\n${drawing}\n${text.slice(to)}`;
}

/**
 * Whether the drawing says what the imports say.
 *
 * @param {readonly import('./source-files.mjs').SourceFile[]} files
 * @returns {import('./source-files.mjs').Finding[]}
 */
export function checkDrawing(files) {
  const text = files.find(({ path }) => path === page)?.text ?? '';
  if (withDrawing(text, drawFolders(files)) === text) return [];
  const line = text.slice(0, text.indexOf(begin)).split('\n').length;
  const problem = 'draws other folders than there are.';
  return [{ path: page, line, problem, remedy: '`node tools/draw.mjs` draws it anew.' }];
}

/** @param {string} path */
function boxOf(path) {
  return boxes.find(([, , paths]) => paths.some((start) => path.startsWith(start)))?.[0];
}

/** @param {readonly import('./source-files.mjs').SourceFile[]} files @returns {Map<string, Set<string>>} */
function arrowsOf(files) {
  /** @type {Map<string, Set<string>>} */
  const arrows = new Map(boxes.map(([id]) => [id, new Set()]));
  for (const file of files) {
    const from = boxOf(file.path);
    // What a page starts with stands above all boxes.
    const isRoot = posix.dirname(file.path) === 'src-renderer';
    if (from === undefined || isRoot || !isScript(file.path) || isTestCode(file.path)) continue;
    for (const { specifier } of importsOf(file)) {
      if (!specifier.startsWith('.')) continue;
      const to = boxOf(posix.join(posix.dirname(file.path), specifier));
      if (to !== undefined && to !== from) arrows.get(from)?.add(to);
    }
  }
  return arrows;
}

/**
 * Each arrow whose end is not reached over another one as well.
 *
 * @param {Map<string, Set<string>>} arrows
 * @returns {(readonly [from: string, to: string])[]}
 */
function withoutDetours(arrows) {
  const reaches = (/** @type {string} */ from, /** @type {string} */ to) => {
    /** @type {Set<string>} */
    const seen = new Set();
    const open = [from];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const next of arrows.get(at) ?? []) {
        if (next === to) return true;
        if (!seen.has(next)) open.push(next);
        seen.add(next);
      }
    }
    return false;
  };
  return [...arrows].flatMap(([from, targets]) =>
    [...targets]
      .filter((to) => ![...targets].some((over) => over !== to && reaches(over, to)))
      .toSorted()
      .map((to) => /** @type {const} */ ([from, to])),
  );
}
