import { limits } from '../../src-shared/protocol/limits.ts';
import { countBlocks, placeOfBlock } from './file-blocks.ts';
import type { TransferEnd, TransferEvents, TransferOut } from './transfer-end.ts';
import { encodeHeader } from './transfer-frames.ts';
import type { TransferPart } from './transfer-frames.ts';

/** A file that is whole. */
export type BlockSource = {
  readonly size: number;
  /** The SHA-256 of each block, one behind the other. */
  blocks(): Promise<Uint8Array>;
  read(at: number): Promise<Uint8Array>;
};

/** So much is written at once: then messages have their turn. */
const pieceBytes = 256 * 1024;
/** With less than this on its way the next piece is written. */
const onWayBytes = 512 * 1024;

/** `held`: bytes that the other end has already. */
type Parts = { source: BlockSource; out: TransferOut; events: TransferEvents; held?: number };

/** Gives what the other end asks for, block by block, no faster than that takes it. */
export class SendingEnd implements TransferEnd {
  readonly #parts: Parts;
  /** What was asked for and is not read yet; -1 stands for the list. */
  #asked: number[] = [];
  /** What was read and is not written yet. */
  #pieces: Uint8Array[] = [];
  #isReading = false;
  /** What will be asked for next, most probably. */
  #ahead: { at: number; bytes: Promise<Uint8Array> } | undefined;
  #given: number;
  #isStopped = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#given = parts.held ?? 0;
  }

  begin(): void {
    // Who receives asks.
  }

  take({ frame }: TransferPart): void {
    const { source, events } = this.#parts;
    if (frame.type === 'whole') return events.whole();
    if (frame.type !== 'get' && frame.type !== 'get-blocks')
      return events.failed({ code: 'not-a-transfer' });
    const isList = frame.type === 'get-blocks';
    if (!isList && frame.at >= countBlocks(source.size))
      return events.failed({ code: 'not-a-transfer' });
    if (this.#asked.length > limits.blocksAskedAtOnce)
      return events.failed({ code: 'not-a-transfer' });
    this.#asked.push(isList ? -1 : frame.at);
    void this.#readOn();
  }

  drained(): void {
    this.#write();
  }

  stop(): void {
    this.#isStopped = true;
    this.#asked = [];
    this.#pieces = [];
  }

  async #readOn(): Promise<void> {
    if (this.#isReading || this.#pieces.length > 0) return;
    const at = this.#asked.shift();
    if (at === undefined) return;
    this.#isReading = true;
    try {
      const bytes = await (this.#ahead?.at === at ? this.#ahead.bytes : this.#read(at));
      this.#readAhead(at + 1);
      this.#isReading = false;
      if (this.#isStopped) return;
      if (at >= 0) this.#given += bytes.length;
      this.#parts.events.progress?.(Math.min(this.#given, this.#parts.source.size));
      const head = at < 0 ? { type: 'blocks' } : { type: 'block', at };
      this.#pieces.push(encodeHeader({ ...head, bytes: bytes.length }));
      for (let start = 0; start < bytes.length; start += pieceBytes)
        this.#pieces.push(bytes.subarray(start, start + pieceBytes));
      this.#write();
    } catch (error) {
      if (!this.#isStopped) this.#parts.events.failed({ code: 'store-failed' }, error);
    }
  }

  #readAhead(at: number): void {
    this.#ahead = undefined;
    const { source } = this.#parts;
    if (at === 0 || at >= countBlocks(source.size)) return;
    const bytes = this.#read(at);
    // Told where it is waited for.
    bytes.catch(() => undefined);
    this.#ahead = { at, bytes };
  }

  async #read(at: number): Promise<Uint8Array> {
    const { source } = this.#parts;
    if (at < 0) return source.blocks();
    const bytes = await source.read(at);
    if (bytes.length !== placeOfBlock(at, source.size).length)
      throw new Error('The file is shorter than it was');
    return bytes;
  }

  #write(): void {
    const { out } = this.#parts;
    while (this.#pieces.length > 0 && out.queuedBytes < onWayBytes) {
      const piece = this.#pieces.shift();
      if (piece) out.send(piece);
    }
    if (this.#pieces.length === 0) void this.#readOn();
  }
}
