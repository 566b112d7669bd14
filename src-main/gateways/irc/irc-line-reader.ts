import type { IrcLine } from './irc-line.ts';
import { maxBodyBytes, maxTagBytes, parseIrcLine } from './irc-line.ts';

const byteOf = { at: 0x40, blank: 0x20, newline: 0x0a, carriageReturn: 0x0d } as const;

/** What a line was: read, or passed over for a reason that its sender is told. */
export type ReadLine = { ok: true; line: IrcLine } | { ok: false; code: 'too-long' | 'bad-utf8' };

/** Cuts bytes into lines, CRLF or LF. A line that is too long costs no memory and is passed over. */
export class IrcLineReader {
  readonly #utf8 = new TextDecoder('utf-8', { fatal: true });
  #bytes: number[] = [];
  #isTooLong = false;

  push(chunk: Uint8Array): ReadLine[] {
    const lines: ReadLine[] = [];
    for (const byte of chunk) {
      if (byte !== byteOf.newline) this.#keep(byte);
      else {
        const line = this.#line();
        if (line) lines.push(line);
      }
    }
    return lines;
  }

  #keep(byte: number): void {
    if (this.#isTooLong) return;
    this.#bytes.push(byte);
    if (this.#bytes.length <= maxTagBytes + maxBodyBytes + 1) return;
    this.#isTooLong = true;
    this.#bytes = [];
  }

  #line(): ReadLine | undefined {
    const bytes = this.#bytes;
    const isTooLong = this.#isTooLong;
    this.#bytes = [];
    this.#isTooLong = false;
    if (bytes.at(-1) === byteOf.carriageReturn) bytes.pop();
    if (isTooLong || isOverLimit(bytes)) return { ok: false, code: 'too-long' };
    try {
      const line = parseIrcLine(this.#utf8.decode(Uint8Array.from(bytes)));
      return line && { ok: true, line };
    } catch (error) {
      if (error instanceof TypeError) return { ok: false, code: 'bad-utf8' };
      throw error;
    }
  }
}

function isOverLimit(bytes: readonly number[]): boolean {
  const tagBytes = bytes[0] === byteOf.at ? bytes.indexOf(byteOf.blank) + 1 : 0;
  return tagBytes > maxTagBytes || bytes.length - tagBytes > maxBodyBytes;
}
