import { limits } from '../../../src-shared/protocol/limits.ts';
import type { Piece, PieceReader } from '../plain/plain-speech.ts';
import { TelnetFilter } from './telnet-filter.ts';

const newline = 0x0a;

/** Lines of plain text, with `\n` or `\r\n`, from `nc` or `telnet` (R4.6). */
export class LineReader implements PieceReader<string> {
  readonly #utf8 = new TextDecoder('utf-8', { fatal: true });
  readonly #telnet = new TelnetFilter();
  #bytes: number[] = [];
  #isRefused = false;

  get waitingBytes(): number {
    return this.#bytes.length;
  }

  push(chunk: Uint8Array): Piece<string>[] {
    const pieces: Piece<string>[] = [];
    for (const byte of chunk) {
      if (this.#isRefused) break;
      if (!this.#telnet.isText(byte)) continue;
      if (byte === newline) {
        pieces.push(this.#line());
        continue;
      }
      this.#bytes.push(byte);
      if (this.#bytes.length <= limits.maxPlainLineBytes) continue;
      this.#isRefused = true;
      this.#bytes = [];
      pieces.push({ ok: false, code: 'line-too-long', ends: true });
    }
    return pieces;
  }

  takeReplies(): Uint8Array {
    return this.#telnet.takeReplies();
  }

  /** One that is no text is refused alone: a slip of a terminal is not the person's doing. */
  #line(): Piece<string> {
    const bytes = Uint8Array.from(this.#bytes);
    this.#bytes = [];
    try {
      return { ok: true, piece: this.#utf8.decode(bytes).replace(/\r$/, '') };
    } catch (error) {
      if (error instanceof TypeError) return { ok: false, code: 'bad-utf8', ends: false };
      throw error;
    }
  }
}
