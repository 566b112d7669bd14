import { isUtf8 } from 'node:buffer';
import { limits } from '../../../src-shared/protocol/limits.ts';
import type { Piece, PieceReader } from '../plain/plain-speech.ts';
import { TelnetFilter } from './telnet-filter.ts';

const newline = 0x0a;
const carriageReturn = 0x0d;
/** Behind a carriage return it is how telnet ends a line that is sent letter by letter. */
const nul = 0x00;

/** Lines of plain text, with `\n` or `\r\n`, from `nc` or `telnet` (R4.6). */
export class LineReader implements PieceReader<string> {
  readonly #utf8 = new TextDecoder();
  readonly #telnet = new TelnetFilter();
  #bytes: number[] = [];
  #isRefused = false;
  #hasSeenLineEnd = false;
  /** Of the last read: one alone is a key that somebody has pressed. */
  #lastCharacters = 0;

  get waitingBytes(): number {
    return this.#bytes.length;
  }

  push(chunk: Uint8Array): Piece<string>[] {
    const pieces: Piece<string>[] = [];
    this.#lastCharacters = 0;
    for (const byte of chunk) {
      if (this.#isRefused) break;
      if (!this.#telnet.isText(byte)) continue;
      if (byte === newline || (byte === nul && this.#bytes.at(-1) === carriageReturn)) {
        this.#hasSeenLineEnd = true;
        pieces.push(this.#line());
        continue;
      }
      if (!isContinuation(byte)) this.#lastCharacters += 1;
      this.#bytes.push(byte);
      if (this.#bytes.length <= limits.maxPlainLineBytes) continue;
      this.#isRefused = true;
      this.#bytes = [];
      pieces.push({ ok: false, code: 'line-too-long', ends: true });
    }
    return pieces;
  }

  /** Programs that never end a line write a text in one go (R2.5); whoever types does not. */
  get mayEndInQuiet(): boolean {
    return !this.#hasSeenLineEnd && this.#bytes.length > 0 && this.#lastCharacters > 1;
  }

  takeRest(): Piece<string>[] {
    return this.#bytes.length === 0 ? [] : [this.#line()];
  }

  takeReplies(): Uint8Array {
    return this.#telnet.takeReplies();
  }

  /** One that is no text is refused alone: a slip of a terminal is not the person's doing. */
  #line(): Piece<string> {
    const bytes = Uint8Array.from(this.#bytes);
    this.#bytes = [];
    if (!isUtf8(bytes)) return { ok: false, code: 'bad-utf8', ends: false };
    return { ok: true, piece: this.#utf8.decode(bytes).replace(/\r$/, '') };
  }
}

/** A byte within a character of several (UTF-8). */
function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}
