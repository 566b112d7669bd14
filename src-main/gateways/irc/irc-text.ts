import { printable } from '../../../src-shared/text/printable.ts';
import { cutToBytes } from './irc-line.ts';

/** A message of more lines than this goes out with its line breaks as signs: a flood stays small. */
const maxLines = 100;
const lineBreakSign = ' ⏎ ';
/** Colours with their numbers, and bold, italic, underline and the like: other programs' signs for them. */
const formatting =
  /\u0003(?:\d{1,2}(?:,\d{1,2})?)?|\u0004[0-9a-fA-F]{0,6}|[\u0002\u000f\u0011\u0016\u001d-\u001f]/g;
const clientRequest = /^\u0001([^ \u0001]*) ?([^\u0001]*)\u0001?$/;

/**
 * What somebody wrote, without the signs that only IRC programs know. `/me` becomes `* text`; other
 * requests from program to program (CTCP) are no text at all.
 */
export function readIrcText(raw: string): { is: 'text'; text: string } | { is: 'request' } {
  const request = clientRequest.exec(raw);
  if (request && request[1] !== 'ACTION') return { is: 'request' };
  const text = request ? `* ${request[2] ?? ''}` : raw;
  return { is: 'text', text: text.replaceAll(formatting, '').replaceAll(/[\0\u0001]/g, '') };
}

/** What QUIT, PART, AWAY and KICK say beside the fact. */
export const maxWordsBytes = 300;

/** A few words that somebody gave besides what they wrote; empty if nothing readable is left. */
export function readIrcWords(raw: string, maxBytes: number): string {
  const words = raw.replaceAll(formatting, '').replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
  return cutToBytes(words.trim(), maxBytes);
}

/** A message as lines of at most `maxBytes` each; cut after a blank if one is near. */
export function splitText(text: string, maxBytes: number): string[] {
  const lines = printable(text).split('\n');
  const few = lines.length > maxLines ? [lines.join(lineBreakSign)] : lines;
  return few.flatMap((line) => cutLine(line, maxBytes));
}

function cutLine(line: string, maxBytes: number): string[] {
  const pieces: string[] = [];
  let rest = line;
  do {
    const fitting = cutToBytes(rest, maxBytes);
    const piece = fitting.length < rest.length ? endAtBlank(fitting) : fitting;
    // An empty line is a blank: a message without text is none.
    pieces.push(piece === '' ? ' ' : piece);
    rest = rest.slice(piece.length);
  } while (rest !== '');
  return pieces;
}

/** Gives up at most a quarter for the sake of whole words. */
function endAtBlank(piece: string): string {
  const place = piece.lastIndexOf(' ') + 1;
  return place > piece.length * 0.75 ? piece.slice(0, place) : piece;
}

/** Words with blanks between them, as few lines as possible of at most `maxBytes` each. */
export function packWords(words: readonly string[], maxBytes: number): string[] {
  const lines: string[] = [];
  let line: string[] = [];
  let bytes = 0;
  for (const word of words) {
    const more = Buffer.byteLength(word) + 1;
    // The last word has no blank after it.
    if (line.length > 0 && bytes + more - 1 > maxBytes) {
      lines.push(line.join(' '));
      line = [];
      bytes = 0;
    }
    line.push(word);
    bytes += more;
  }
  if (line.length > 0) lines.push(line.join(' '));
  return lines;
}
