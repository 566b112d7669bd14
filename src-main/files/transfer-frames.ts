import { z } from 'zod';
import { refusalCode } from '../../src-shared/protocol/codes.ts';
import { parseJson } from '../../src-shared/parse-json.ts';

/** A line of JSON; those with `bytes` have so many raw bytes behind their line feed (docs/PROTOCOL.md, Files). */
const frameSchema = z.discriminatedUnion('type', [
  /** Who receives asks for the SHA-256 of all blocks, one behind the other. */
  z.object({ type: z.literal('get-blocks') }),
  /** And for block number `at`. */
  z.object({ type: z.literal('get'), at: z.int().nonnegative() }),
  /** Who sends answers. */
  z.object({ type: z.literal('blocks'), bytes: z.int().nonnegative() }),
  z.object({
    type: z.literal('block'),
    at: z.int().nonnegative(),
    bytes: z.int().nonnegative(),
  }),
  /** Who receives has all of it on disk. */
  z.object({ type: z.literal('whole') }),
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
export type TransferPart = { frame: TransferFrame; payload: Uint8Array<ArrayBuffer> | undefined };

const maxHeaderBytes = 1024;
const lineFeed = 0x0a;

export function encodeHeader(frame: object): Uint8Array {
  return Buffer.from(`${JSON.stringify(frame)}\n`);
}

/** Cuts what comes into frames, each with its payload. Holds one payload at most. */
export class TransferReader {
  readonly #maxPayloadBytes: number;
  readonly #began: () => void;
  #header: Uint8Array[] = [];
  #headerBytes = 0;
  #frame: TransferFrame | undefined;
  #payload: Uint8Array<ArrayBuffer> | undefined;
  #filled = 0;

  /** `began`: the first of a payload's bytes is on its way. */
  constructor(maxPayloadBytes: number, began: () => void = () => undefined) {
    this.#maxPayloadBytes = maxPayloadBytes;
    this.#began = began;
  }

  /** Undefined stands for what is no frame: nothing after it is to be read. */
  *read(chunk: Uint8Array): Generator<TransferPart | undefined, void> {
    let rest = chunk;
    while (rest.length > 0) {
      if (this.#payload) {
        rest = this.#fill(this.#payload, rest);
      } else {
        const end = rest.indexOf(lineFeed);
        this.#header.push(end < 0 ? rest : rest.subarray(0, end));
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
    this.#began();
    this.#payload = new Uint8Array(frame.bytes);
    this.#filled = 0;
    return true;
  }

  #fill(payload: Uint8Array, bytes: Uint8Array): Uint8Array {
    const taken = Math.min(payload.length - this.#filled, bytes.length);
    payload.set(bytes.subarray(0, taken), this.#filled);
    this.#filled += taken;
    return bytes.subarray(taken);
  }

  #whole(): TransferPart | undefined {
    const frame = this.#frame;
    if (!frame || (this.#payload && this.#filled < this.#payload.length)) return undefined;
    const payload = this.#payload;
    this.#frame = undefined;
    this.#payload = undefined;
    return { frame, payload };
  }
}
