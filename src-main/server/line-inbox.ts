import { limits } from '../../src-shared/protocol/limits.ts';
import type { DecodedLine } from '../../src-shared/protocol/line-decoder.ts';
import { LineDecoder } from '../../src-shared/protocol/line-decoder.ts';

/** A read brings so much at most: before another one there must be so much space. */
const readBytes = 64 * 1024;
/** Tiny reads count too: each costs more than its bytes. */
const maxChunks = 16;

/** What a peer has sent, as bytes until somebody asks for the next line: nothing waits decoded. */
export class LineInbox {
  readonly #decoder = new LineDecoder({ maxLineBytes: limits.maxLineBytesBeforeSignIn });
  #chunks: Uint8Array[] = [];
  #bytes = 0;
  /** The lines of the chunk that is being looked at. */
  #lines: Iterator<DecodedLine, void> | undefined;

  /** Of a line without its `\n`; a change holds from the next line on. */
  set maxLineBytes(bytes: number) {
    this.#decoder.maxLineBytes = bytes;
  }

  get maxLineBytes(): number {
    return this.#decoder.maxLineBytes;
  }

  /** It should be read from no further until lines have been taken. */
  get isFull(): boolean {
    return this.#chunks.length >= maxChunks || this.#bytes > limits.receiveBufferBytes - readBytes;
  }

  add(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
  }

  /** Undefined if no whole line is left. */
  take(): DecodedLine | undefined {
    for (;;) {
      const next = this.#lines?.next();
      if (next && !next.done) return next.value;
      const done = this.#lines && this.#chunks.shift();
      this.#bytes -= done?.length ?? 0;
      const [chunk] = this.#chunks;
      this.#lines = chunk && this.#decoder.read(chunk);
      if (!chunk) return undefined;
    }
  }

  /** What waited is not wanted any more. */
  drop(): void {
    this.#chunks = [];
    this.#bytes = 0;
    this.#lines = undefined;
  }
}
