import { isUtf8 } from 'node:buffer';
import { limits } from '../../../src-shared/protocol/limits.ts';
import { parseJson } from '../../../src-shared/parse-json.ts';
import type { Piece, PieceReader } from '../plain/plain-speech.ts';

const byteOf = { open: 0x7b, close: 0x7d, quote: 0x22, backslash: 0x5c } as const;
const blanks = new Set([0x20, 0x09, 0x0a, 0x0d, 0x00]);

type Object_ = Record<string, unknown>;

/** JSON objects one after another without anything between them, in any cut (R0.11). */
export class ObjectReader implements PieceReader<Object_> {
  readonly #utf8 = new TextDecoder();
  #bytes: number[] = [];
  #depth = 0;
  #place: 'between' | 'in-object' | 'in-text' | 'after-backslash' = 'between';
  #isRefused = false;

  get waitingBytes(): number {
    return this.#bytes.length;
  }

  push(chunk: Uint8Array): Piece<Object_>[] {
    const pieces: Piece<Object_>[] = [];
    for (const byte of chunk) {
      if (this.#isRefused) break;
      const piece = this.#take(byte);
      if (piece) pieces.push(piece);
    }
    return pieces;
  }

  #take(byte: number): Piece<Object_> | undefined {
    if (this.#place === 'between') {
      if (blanks.has(byte)) return undefined;
      if (byte !== byteOf.open) return this.#refuse('bad-json');
      this.#place = 'in-object';
    }
    this.#bytes.push(byte);
    if (this.#bytes.length > limits.maxPlainLineBytes) return this.#refuse('line-too-long');
    return this.#isEnd(byte) ? this.#object() : undefined;
  }

  /** Whether the object ends with this byte: braces and quotes within a text do not count. */
  #isEnd(byte: number): boolean {
    if (this.#place === 'after-backslash') this.#place = 'in-text';
    else if (this.#place === 'in-text') {
      if (byte === byteOf.backslash) this.#place = 'after-backslash';
      else if (byte === byteOf.quote) this.#place = 'in-object';
    } else if (byte === byteOf.quote) this.#place = 'in-text';
    else if (byte === byteOf.open) this.#depth += 1;
    else if (byte === byteOf.close) {
      this.#depth -= 1;
      return this.#depth === 0;
    }
    return false;
  }

  #object(): Piece<Object_> {
    const bytes = Uint8Array.from(this.#bytes);
    this.#bytes = [];
    this.#place = 'between';
    if (!isUtf8(bytes)) return this.#refuse('bad-utf8');
    // It begins with `{` and is whole: an object if it is JSON at all.
    const object = parseJson(this.#utf8.decode(bytes)) as Object_ | undefined;
    return object ? { ok: true, piece: object } : this.#refuse('bad-json');
  }

  #refuse(code: 'line-too-long' | 'bad-utf8' | 'bad-json'): Piece<Object_> {
    this.#isRefused = true;
    this.#bytes = [];
    return { ok: false, code, ends: true };
  }
}
