import { parseJson } from '../parse-json.ts';
import type { WireCode } from './codes.ts';
import { dropHarmful, isTooDeep } from './json-checks.ts';

export type LineRefusal = Extract<
  WireCode,
  'line-too-long' | 'bad-utf8' | 'bad-json' | 'too-deep' | 'not-an-object'
>;
export type DecodedLine =
  | { ok: true; value: Record<string, unknown> }
  | { ok: false; code: LineRefusal };

const newline = 0x0a;
const carriageReturn = 0x0d;
/** A buffer for a cut line is kept for the next one up to this size. */
const keptBufferBytes = 1024;

/**
 * Bytes in, JSON objects out (W1), wherever the bytes are cut. It ends at the first line that breaks
 * the rules: that refusal is the last thing it says.
 */
export class LineDecoder {
  /** Of a line without its `\n`. A change counts from the next line on. */
  maxLineBytes: number;
  readonly #utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  /** The beginning of a line whose end has not come yet. */
  #buffer = new Uint8Array(0);
  #buffered = 0;
  #isRefused = false;

  constructor({ maxLineBytes }: { maxLineBytes: number }) {
    this.maxLineBytes = maxLineBytes;
  }

  get bufferedBytes(): number {
    return this.#buffered;
  }

  push(chunk: Uint8Array): DecodedLine[] {
    return [...this.read(chunk)];
  }

  /** One line after another, as it is asked for; only after the last one of the chunk before. */
  *read(chunk: Uint8Array): Generator<DecodedLine, void> {
    let start = 0;
    while (!this.#isRefused && start < chunk.length) {
      const end = chunk.indexOf(newline, start);
      const stop = end === -1 ? chunk.length : end;
      if (this.#buffered + stop - start > this.maxLineBytes) {
        yield this.#refuse('line-too-long');
      } else if (end === -1) {
        this.#keep(chunk.subarray(start));
      } else {
        const line = this.#decode(this.#completed(chunk.subarray(start, end)));
        if (line) yield line;
      }
      start = stop + 1;
    }
  }

  #keep(bytes: Uint8Array): void {
    const needed = this.#buffered + bytes.length;
    if (needed > this.#buffer.length) {
      // Doubled, so that a line that comes byte by byte is not copied once per byte.
      const grown = Math.max(needed, Math.min(2 * needed, this.maxLineBytes), 256);
      const larger = new Uint8Array(grown);
      larger.set(this.#buffer.subarray(0, this.#buffered));
      this.#buffer = larger;
    }
    this.#buffer.set(bytes, this.#buffered);
    this.#buffered = needed;
  }

  /** The whole line; without a copy if all of it lies in one chunk. */
  #completed(ending: Uint8Array): Uint8Array {
    if (this.#buffered === 0) return ending;
    this.#keep(ending);
    const line = this.#buffer.subarray(0, this.#buffered);
    this.#buffered = 0;
    if (this.#buffer.length > keptBufferBytes) this.#buffer = new Uint8Array(0);
    return line;
  }

  #decode(bytes: Uint8Array): DecodedLine | undefined {
    if (bytes.length === 0 || (bytes.length === 1 && bytes[0] === carriageReturn)) return undefined;
    const text = this.#readText(bytes);
    if (text === undefined) return this.#refuse('bad-utf8');
    if (isTooDeep(text)) return this.#refuse('too-deep');
    const value = parseJson(text);
    if (value === undefined) return this.#refuse('bad-json');
    if (!isObject(value)) return this.#refuse('not-an-object');
    const isSuspect = text.includes('\\u') || text.includes('__proto__');
    if (isSuspect && !dropHarmful(value)) return this.#refuse('bad-utf8');
    return { ok: true, value };
  }

  #readText(bytes: Uint8Array): string | undefined {
    try {
      return this.#utf8.decode(bytes);
    } catch (error) {
      if (error instanceof TypeError) return undefined;
      throw error;
    }
  }

  #refuse(code: LineRefusal): DecodedLine {
    this.#isRefused = true;
    this.#buffer = new Uint8Array(0);
    this.#buffered = 0;
    return { ok: false, code };
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
