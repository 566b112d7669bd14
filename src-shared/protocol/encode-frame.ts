import { wellFormedJson } from './entry-parts.ts';

/** One line of the wire, `\n` included. */
export function encodeFrame(frame: object): string {
  return `${wellFormedJson(frame)}\n`;
}

/** Entries that stand in a list already (`listedJson`) as the line that brings them live. */
export function encodeListed(listed: readonly string[]): string {
  return `{"type":"entries","entries":[${listed.join(',')}]}\n`;
}
