// @ts-check
import { posix } from 'node:path';
import { isScript, isTestCode } from './source-files.mjs';
import { importsOf } from './syntax.mjs';

/** @typedef {{ from: string, to: string, path: string, line: number }} Arrow `path` and `line`: where it is drawn */

/**
 * Files, and folders, that import each other, straight or over others: none of them can be understood, tested
 * or moved without all the others. What only tests import does not count.
 *
 * @param {readonly import('./source-files.mjs').SourceFile[]} files
 * @returns {import('./source-files.mjs').Finding[]}
 */
export function checkCircles(files) {
  const betweenFiles = arrowsOf(files);
  const betweenFolders = betweenFiles
    .map((arrow) => ({
      ...arrow,
      from: posix.dirname(arrow.from),
      to: posix.dirname(arrow.to),
    }))
    .filter(({ from, to }) => from !== to);
  return [...findingsOf(betweenFiles), ...findingsOf(betweenFolders)];
}

/** @param {readonly import('./source-files.mjs').SourceFile[]} files @returns {Arrow[]} */
function arrowsOf(files) {
  const known = new Set(files.map(({ path }) => path));
  return files
    .filter(({ path }) => isScript(path) && !isTestCode(path))
    .flatMap((file) =>
      importsOf(file)
        .filter(({ specifier }) => specifier.startsWith('.'))
        .map(({ specifier, line }) => ({
          from: file.path,
          to: posix.join(posix.dirname(file.path), specifier.split('?')[0] ?? ''),
          path: file.path,
          line,
        }))
        .filter(({ to }) => known.has(to)),
    );
}

/** @param {readonly Arrow[]} arrows */
function findingsOf(arrows) {
  return circlesOf(arrows).flatMap((circle) => {
    const members = new Set(circle);
    const first = arrows.find(({ from, to }) => members.has(from) && members.has(to));
    return first
      ? [
          {
            path: first.path,
            line: first.line,
            problem: `imports in a circle: ${circle.toSorted().join(', ')}.`,
            remedy: 'Move what both sides need below them, or let the one above hand it in.',
          },
        ]
      : [];
  });
}

/**
 * The strongly connected parts with more than one member (Tarjan, "Depth-first search and linear graph
 * algorithms", 1972).
 *
 * @param {readonly Arrow[]} arrows
 * @returns {string[][]}
 */
function circlesOf(arrows) {
  /** @type {Map<string, Set<string>>} */
  const next = new Map();
  for (const { from, to } of arrows) {
    if (!next.has(to)) next.set(to, new Set());
    next.set(from, (next.get(from) ?? new Set()).add(to));
  }
  /** @type {Map<string, { order: number, lowest: number }>} */
  const seen = new Map();
  /** @type {string[]} */
  const open = [];
  /** @type {string[][]} */
  const circles = [];

  /** @param {string} at @returns {number} the lowest order that is reached from here and still open */
  const visit = (at) => {
    const mark = { order: seen.size, lowest: seen.size };
    seen.set(at, mark);
    open.push(at);
    for (const to of next.get(at) ?? []) {
      const known = seen.get(to);
      if (!known) mark.lowest = Math.min(mark.lowest, visit(to));
      else if (open.includes(to)) mark.lowest = Math.min(mark.lowest, known.order);
    }
    if (mark.lowest === mark.order) {
      const circle = open.splice(open.indexOf(at));
      if (circle.length > 1) circles.push(circle);
    }
    return mark.lowest;
  };
  for (const at of next.keys()) if (!seen.has(at)) visit(at);
  return circles;
}
