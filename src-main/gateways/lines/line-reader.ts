import { limits } from '../../../src-shared/protocol/limits.ts';
import type { Piece, PieceReader } from '../plain/plain-speech.ts';

const newline = 0x0a;
/** Begins a command of telnet: two or three bytes that are no text (RFC 854). */
const telnetCommand = 0xff;
const telnetSubnegotiation = 0xfa;
const telnetSubnegotiationEnd = 0xf0;

/** Lines of plain text, with `\n` or `\r\n`, from `nc` or `telnet` (R4.6). */
export class LineReader implements PieceReader<string> {
  readonly #utf8 = new TextDecoder('utf-8', { fatal: true });
  #bytes: number[] = [];
  #telnet: 'text' | 'command' | 'option' | 'subnegotiation' | 'subnegotiation-command' = 'text';
  #isRefused = false;

  get waitingBytes(): number {
    return this.#bytes.length;
  }

  push(chunk: Uint8Array): Piece<string>[] {
    const pieces: Piece<string>[] = [];
    for (const byte of chunk) {
      if (this.#isRefused) break;
      if (!this.#isText(byte)) continue;
      if (byte !== newline) {
        this.#bytes.push(byte);
        if (this.#bytes.length > limits.maxPlainLineBytes)
          pieces.push(this.#refuse('line-too-long'));
      } else pieces.push(this.#line());
    }
    return pieces;
  }

  #line(): Piece<string> {
    const bytes = Uint8Array.from(this.#bytes);
    this.#bytes = [];
    try {
      return { ok: true, piece: this.#utf8.decode(bytes).replace(/\r$/, '') };
    } catch (error) {
      if (error instanceof TypeError) return this.#refuse('bad-utf8');
      throw error;
    }
  }

  /** Passes over what telnet says to itself. */
  #isText(byte: number): boolean {
    switch (this.#telnet) {
      case 'text':
        if (byte !== telnetCommand) return true;
        this.#telnet = 'command';
        return false;
      case 'command':
        if (byte === telnetSubnegotiation) this.#telnet = 'subnegotiation';
        else this.#telnet = byte > telnetSubnegotiation && byte < telnetCommand ? 'option' : 'text';
        return false;
      case 'option':
        this.#telnet = 'text';
        return false;
      case 'subnegotiation':
        if (byte === telnetCommand) this.#telnet = 'subnegotiation-command';
        return false;
      case 'subnegotiation-command':
        this.#telnet = byte === telnetSubnegotiationEnd ? 'text' : 'subnegotiation';
        return false;
    }
  }

  #refuse(code: 'line-too-long' | 'bad-utf8'): Piece<string> {
    this.#isRefused = true;
    this.#bytes = [];
    return { ok: false, code };
  }
}
