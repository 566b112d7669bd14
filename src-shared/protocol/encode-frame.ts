import type { Entry } from './entries.ts';
import { partsJson, partsOf, wellFormedJson } from './entry-parts.ts';

/** One line of the wire, `\n` included. */
export function encodeFrame(frame: object): string {
  return `${wellFormedJson(frame)}\n`;
}

/** An entry of any kind as its line. */
export function encodeEntry(entry: Entry): string {
  return `${partsJson(partsOf(entry), entry)}\n`;
}
