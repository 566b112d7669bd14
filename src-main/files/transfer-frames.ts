import { z } from 'zod';
import { refusalCode } from '../../src-shared/protocol/codes.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { parseJson } from '../../src-shared/parse-json.ts';
import { newBlock } from './block-cache.ts';

/** A line of JSON; those with `bytes` have so many raw bytes behind their line feed (docs/PROTOCOL.md, Files). */
const frameSchema = z.discriminatedUnion('type', [
  /** Who receives asks for the SHA-256 of all blocks, one behind the other. */
  z.object({ type: z.literal('get-blocks') }),
  /** Has not block number `at` and those behind it, so many together. */
  z.object({
    type: z.literal('missing'),
    at: z.int().nonnegative(),
    blocks: z.int().positive(),
  }),
  /** And asks for one of what it has not, whichever. */
  z.object({ type: z.literal('get') }),
  /** Who sends answers. */
  z.object({ type: z.literal('blocks'), bytes: z.int().nonnegative() }),
  z.object({
    type: z.literal('block'),
    at: z.int().nonnegative(),
    bytes: z.int().nonnegative(),
  }),
  /** Who receives has all of it on disk. */
  z.object({ type: z.literal('whole') }),
  /** Either side is still there, and that is all. */
  z.object({ type: z.literal('still') }),
  /** Opens the connection for one file; `rid` and `ticket` are read where it is answered. */
  z.looseObject({ type: z.literal('open-file') }),
  /** The answers to `open-file`. */
  z.object({
    type: z.literal('ok'),
    rid: z.int(),
    size: z.int().nonnegative(),
    held: z.int().nonnegative(),
  }),
  z.object({ type: z.literal('fail'), code: refusalCode, limit: z.number().optional() }),
  z.object({ type: z.literal('closed'), code: refusalCode, limit: z.number().optional() }),
]);
export type TransferFrame = z.infer<typeof frameSchema>;
/** The raw bytes behind a header. */
export type Payload = {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Nothing looks at it any more: its memory is for the next one. */
  release(): void;
};
export type TransferPart = { frame: TransferFrame; payload: Payload | undefined };

const maxHeaderBytes = 1024;
const lineFeed = 0x0a;

export function encodeHeader(frame: object): Uint8Array {
  return Buffer.from(`${JSON.stringify(frame)}\n`);
}

/** Said every `heartbeatMs` while a file is under way, but in no payload. */
export const still = encodeHeader({ type: 'still' });

/** What of a payload has come so far. */
type Filling = { bytes: Uint8Array<ArrayBuffer>; filled: number };

/** Cuts what comes into frames, each with its payload. Holds one payload at most. */
export class TransferReader {
  readonly #maxPayloadBytes: number;
  readonly #coming: (leftBytes: number) => void;
  #header: Uint8Array[] = [];
  #headerBytes = 0;
  #frame: TransferFrame | undefined;
  #payload: Filling | undefined;
  readonly #free: Uint8Array<ArrayBuffer>[] = [];

  /** `coming`: so many bytes of a payload have still to come. */
  constructor(maxPayloadBytes: number, coming: (leftBytes: number) => void = () => undefined) {
    this.#maxPayloadBytes = maxPayloadBytes;
    this.#coming = coming;
  }

  /** Undefined stands for what is no frame: nothing after it is to be read. */
  *read(chunk: Uint8Array): Generator<TransferPart | undefined, void> {
    let rest = chunk;
    while (rest.length > 0) {
      if (this.#payload) {
        rest = this.#fill(this.#payload, rest);
      } else {
        const end = rest.indexOf(lineFeed);
        // A copy: the chunk is looked at by nobody later.
        this.#header.push(end < 0 ? rest.slice() : rest.subarray(0, end));
        this.#headerBytes += end < 0 ? rest.length : end;
        const isTooLong = this.#headerBytes > maxHeaderBytes;
        if (end < 0 && !isTooLong) return;
        rest = rest.subarray(end + 1);
        if (isTooLong || !this.#begin()) {
          yield undefined;
          return;
        }
      }
      const part = this.#whole();
      if (part) yield part;
    }
  }

  #begin(): boolean {
    const line = Buffer.concat(this.#header).toString('utf8');
    this.#header = [];
    this.#headerBytes = 0;
    const parsed = frameSchema.safeParse(parseJson(line));
    if (!parsed.success) return false;
    this.#frame = parsed.data;
    const frame = parsed.data;
    if (frame.type !== 'blocks' && frame.type !== 'block') return true;
    if (frame.bytes > this.#maxPayloadBytes) return false;
    const isWholeBlock = frame.bytes === limits.fileBlockBytes;
    const bytes = (isWholeBlock ? this.#free.pop() : undefined) ?? newBlock(frame.bytes);
    this.#payload = { bytes, filled: 0 };
    this.#coming(frame.bytes);
    return true;
  }

  #fill(payload: Filling, chunk: Uint8Array): Uint8Array {
    const left = payload.bytes.length - payload.filled;
    const piece = chunk.length > left ? chunk.subarray(0, left) : chunk;
    payload.bytes.set(piece, payload.filled);
    payload.filled += piece.length;
    if (piece.length < left) this.#coming(left - piece.length);
    return chunk.subarray(piece.length);
  }

  #whole(): TransferPart | undefined {
    const frame = this.#frame;
    const filling = this.#payload;
    if (!frame || (filling && filling.filled < filling.bytes.length)) return undefined;
    this.#frame = undefined;
    this.#payload = undefined;
    return { frame, payload: filling && this.#payloadOf(filling) };
  }

  #payloadOf({ bytes }: Filling): Payload {
    const release = (): void => {
      if (bytes.length === limits.fileBlockBytes && this.#free.length < limits.blocksAskedAtOnce)
        this.#free.push(bytes);
    };
    return { bytes, release };
  }
}
