// @ts-check
import { lineAt } from './source-files.mjs';

/** What says left or right where it means the side at which reading begins or ends. */
const physical =
  /(?<![\w-])(?:(?:margin|padding|border|scroll-(?:margin|padding))-(?:left|right)[\w-]*|border-(?:top|bottom)-(?:left|right)-radius|left|right)\s*:|(?:text-align|float|clear)\s*:\s*(?:left|right)\b/g;

/** `padding: 1px 2px 3px 4px`, whose sides differ. */
const fourSides = /(?<![\w-])(?:margin|padding|inset)\s*:([^;{}]+);/g;

/** `box-shadow: inset 3px 0 0 red`: a first length that is not 0 puts it at one side. */
const shadows = /(?<![\w-])box-shadow\s*:([^;{}]+);/g;

/** A picture that is the same in all languages has a left and a right. */
const pictures = new Set(['src-renderer/ui/room-drawing.module.css']);

/**
 * Styles of windows name no left and no right: what is read from right to left is laid out the other way round.
 *
 * @param {readonly import('./source-files.mjs').SourceFile[]} files
 * @returns {import('./source-files.mjs').Finding[]}
 */
export function checkDirections(files) {
  return files
    .filter(({ path }) => path.startsWith('src-renderer/') && path.endsWith('.css'))
    .filter(({ path }) => !pictures.has(path))
    .flatMap(({ path, text }) => {
      const plain = text.replaceAll(/\/\*[^]*?\*\//g, (comment) =>
        comment.replaceAll(/[^\n]/g, ' '),
      );
      const uneven = [...plain.matchAll(fourSides)].filter(([, value]) => {
        const [, right, , left] = partsOf(value ?? '');
        return left !== undefined && left !== right;
      });
      const sideways = [...plain.matchAll(shadows)].filter(([, value]) => isSideways(value ?? ''));
      return [...plain.matchAll(physical), ...uneven, ...sideways].map((match) => ({
        path,
        line: lineAt(text, match.index),
        problem: `has '${match[0].trim()}'.`,
        remedy:
          'Say start and end: margin-inline-start, inset-inline-end, padding-inline, text-align: start, calc(1px * var(--towards-end)).',
      }));
    });
}

/** Unless it hangs on the direction, a shadow or a bar stands at the left or the right. @param {string} shadow */
function isSideways(shadow) {
  const layers = shadow.trim().split(/,(?![^(]*\))/);
  return layers.some((layer) => {
    const first = partsOf(layer).find((part) => /^(?:-?[\d.]|calc\()/.test(part));
    return (
      first !== undefined && !/^-?0(?:[a-z]|$)/.test(first) && !first.includes('--towards-end')
    );
  });
}

/** The values between blanks; those of a function are one. @param {string} value */
function partsOf(value) {
  return value.trim().match(/(?:[^\s()]+|\((?:[^()]|\([^()]*\))*\))+/g) ?? [];
}
