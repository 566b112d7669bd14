import { isUtf8 } from 'node:buffer';
import { limits } from '../../../src-shared/protocol/limits.ts';
import type { IrcLine } from './irc-line.ts';
import { maxBodyBytes, maxTagBytes, parseIrcLine } from './irc-line.ts';

const byteOf = { at: 0x40, blank: 0x20, newline: 0x0a, carriageReturn: 0x0d } as const;

/** A read brings so much at most: before another one there must be so much space. */
const readBytes = 64 * 1024;
/** Tiny reads count too: each costs more than its bytes. */
const maxChunks = 16;
const nothing = new Uint8Array();
/** Of whole lines: it keeps nothing in between. */
const utf8 = new TextDecoder();

/** What a line was: read, or passed over for a reason that its sender is told. */
export type ReadLine =
  | { ok: true; line: IrcLine }
  | { ok: false; code: 'too-long' }
  /** Of `line` only the command and the tags mean something. */
  | { ok: false; code: 'bad-utf8'; line: IrcLine | undefined };

/**
 * Cuts bytes into lines, CRLF or LF, one at a time: what was not asked for yet stays bytes. A line that is too
 * long costs no memory and is passed over.
 */
export class IrcLineReader {
  readonly #chunks: Uint8Array[] = [];
  /** How far the first chunk has been looked at. */
  #offset = 0;
  #waitingBytes = 0;
  /** Of the line whose end has not come. */
  #begun: Uint8Array = nothing;
  #isTooLong = false;

  push(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.#waitingBytes += chunk.length;
  }

  /** It should be read from no further until lines have been taken. */
  get isFull(): boolean {
    const { receiveBufferBytes } = limits;
    return this.#chunks.length >= maxChunks || this.#waitingBytes > receiveBufferBytes - readBytes;
  }

  /** Undefined if no whole line is there. */
  next(): ReadLine | undefined {
    for (let chunk = this.#chunks[0]; chunk; chunk = this.#chunks[0]) {
      const line = this.#nextIn(chunk);
      if (line) return line;
      this.#chunks.shift();
      this.#offset = 0;
    }
    return undefined;
  }

  clear(): void {
    this.#chunks.length = 0;
    this.#offset = 0;
    this.#waitingBytes = 0;
  }

  #nextIn(chunk: Uint8Array): ReadLine | undefined {
    while (this.#offset < chunk.length) {
      const end = chunk.indexOf(byteOf.newline, this.#offset);
      const piece = chunk.subarray(this.#offset, end === -1 ? chunk.length : end);
      const taken = end === -1 ? piece.length : piece.length + 1;
      this.#offset += taken;
      this.#waitingBytes -= taken;
      if (end === -1) this.#keep(piece);
      else {
        const line = this.#line(piece);
        if (line) return line;
      }
    }
    return undefined;
  }

  /** A copy: a part of a chunk would hold all of it. */
  #keep(piece: Uint8Array): void {
    this.#begun = Buffer.concat([this.#begun, piece]);
    if (this.#begun.length <= maxTagBytes + maxBodyBytes + 1) return;
    this.#isTooLong = true;
    this.#begun = nothing;
  }

  #line(end: Uint8Array): ReadLine | undefined {
    const whole = this.#begun.length === 0 ? end : Buffer.concat([this.#begun, end]);
    const isTooLong = this.#isTooLong;
    this.#begun = nothing;
    this.#isTooLong = false;
    const bytes = whole.at(-1) === byteOf.carriageReturn ? whole.subarray(0, -1) : whole;
    if (isTooLong || isOverLimit(bytes)) return { ok: false, code: 'too-long' };
    const line = parseIrcLine(utf8.decode(bytes));
    if (!isUtf8(bytes)) return { ok: false, code: 'bad-utf8', line };
    return line && { ok: true, line };
  }
}

function isOverLimit(bytes: Uint8Array): boolean {
  const tagBytes = bytes[0] === byteOf.at ? bytes.indexOf(byteOf.blank) + 1 : 0;
  return tagBytes > maxTagBytes || bytes.length - tagBytes > maxBodyBytes;
}
