import { limits } from './limits.ts';

const quote = 0x22;
const backslash = 0x5c;

/**
 * Whether JSON text nests deeper than `maxNesting`. Looked at before parsing: the parser itself takes
 * a depth at which everything after it overflows the stack.
 */
export function isTooDeep(text: string): boolean {
  return hasManyBrackets(text) && exceedsDepth(text);
}

/** A quick first look, of two searches: false for nearly every line. */
function hasManyBrackets(text: string): boolean {
  let count = 0;
  for (const bracket of ['{', '[']) {
    let at = text.indexOf(bracket);
    while (at !== -1) {
      count += 1;
      if (count > limits.maxNesting) return true;
      at = text.indexOf(bracket, at + 1);
    }
  }
  return false;
}

function exceedsDepth(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case quote:
        at = endOfString(text, at);
        break;
      case 0x5b: // [
      case 0x7b: // {
        depth += 1;
        if (depth > limits.maxNesting) return true;
        break;
      case 0x5d: // ]
      case 0x7d: // }
        depth -= 1;
        break;
      default:
    }
  }
  return false;
}

/** Where the string that opens at `start` closes; the end of the text if it never does. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charCodeAt(at) !== quote) {
    at += text.charCodeAt(at) === backslash ? 2 : 1;
  }
  return at;
}

/**
 * Takes out every key `__proto__`, which a later copy by assignment would take for a prototype.
 * False if a string holds half of a surrogate pair: no UTF-8 can carry it on.
 */
export function dropHarmful(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(dropHarmful);
  for (const [key, field] of Object.entries(value)) {
    if (key === '__proto__') Reflect.deleteProperty(value, key);
    else if (!key.isWellFormed() || !dropHarmful(field)) return false;
  }
  return true;
}
