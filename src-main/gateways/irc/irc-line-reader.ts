import { isUtf8 } from 'node:buffer';
import { limits } from '../../../src-shared/protocol/limits.ts';
import type { IrcLine } from './irc-line.ts';
import { maxBodyBytes, maxTagBytes, parseIrcLine } from './irc-line.ts';

const byteOf = { at: 0x40, blank: 0x20, newline: 0x0a, carriageReturn: 0x0d } as const;

/** A read brings so much at most: before another one there must be so much space. */
const readBytes = 64 * 1024;
/** Tiny reads count too: each costs more than its bytes. */
const maxChunks = 16;

/** What a line was: read, or passed over for a reason that its sender is told. */
export type ReadLine = { ok: true; line: IrcLine } | { ok: false; code: 'too-long' | 'bad-utf8' };

/**
 * Cuts bytes into lines, CRLF or LF, one at a time: what was not asked for yet stays bytes. A line that is too
 * long costs no memory and is passed over.
 */
export class IrcLineReader {
  readonly #utf8 = new TextDecoder();
  readonly #chunks: Uint8Array[] = [];
  /** How far the first chunk has been looked at. */
  #offset = 0;
  #waitingBytes = 0;
  #bytes: number[] = [];
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
      const byte = chunk[this.#offset] ?? 0;
      this.#offset += 1;
      this.#waitingBytes -= 1;
      if (byte !== byteOf.newline) this.#keep(byte);
      else {
        const line = this.#line();
        if (line) return line;
      }
    }
    return undefined;
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
    const text = Uint8Array.from(bytes);
    if (!isUtf8(text)) return { ok: false, code: 'bad-utf8' };
    const line = parseIrcLine(this.#utf8.decode(text));
    return line && { ok: true, line };
  }
}

function isOverLimit(bytes: readonly number[]): boolean {
  const tagBytes = bytes[0] === byteOf.at ? bytes.indexOf(byteOf.blank) + 1 : 0;
  return tagBytes > maxTagBytes || bytes.length - tagBytes > maxBodyBytes;
}
