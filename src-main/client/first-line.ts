const brace = 0x7b;
const newline = 0x0a;
/** A prompt is short. */
const maxSkippedBytes = 1024;

/**
 * What stands before the first `{` of the first line is left out: a room that waited in vain for a first
 * word takes the peer for a program of plain lines and has said its prompt already (W15).
 */
export class FirstLine {
  #skipped = 0;
  #hasBegun = false;

  /** What of the bytes belongs to the protocol; undefined if too much comes before it. */
  strip(chunk: Uint8Array): Uint8Array | undefined {
    if (this.#hasBegun) return chunk;
    const start = chunk.indexOf(brace);
    const end = chunk.indexOf(newline);
    // A line without any is for the decoder to judge.
    if (end !== -1 && (start === -1 || end < start)) {
      this.#hasBegun = true;
      return chunk;
    }
    this.#skipped += start === -1 ? chunk.length : start;
    if (this.#skipped > maxSkippedBytes) return undefined;
    this.#hasBegun = start !== -1;
    return chunk.subarray(start === -1 ? chunk.length : start);
  }
}
