import { limits } from '../../src-shared/protocol/limits.ts';
import type { HeldBlock } from './block-cache.ts';
import { countBlocks, placeOfBlock } from './file-blocks.ts';
import type { TransferEnd, TransferEvents, TransferOut } from './transfer-end.ts';
import { encodeHeader } from './transfer-frames.ts';
import type { TransferPart } from './transfer-frames.ts';

/** A file that is whole. */
export type BlockSource = {
  readonly size: number;
  /** The SHA-256 of each block, one behind the other. */
  blocks(): Promise<Uint8Array>;
  read(at: number): Promise<HeldBlock>;
};

/** `held`: bytes that the other end has already. */
type Parts = { source: BlockSource; out: TransferOut; events: TransferEvents; held?: number };

/** Gives what the other end asks for, block by block, no faster than that takes it. */
export class SendingEnd implements TransferEnd {
  readonly #parts: Parts;
  /** What was asked for and is not read yet; -1 stands for the list. */
  #asked: number[] = [];
  /** What goes just now, until the last piece of it has left. */
  #held: HeldBlock | undefined;
  /** What of that is not written yet. */
  #rest: Uint8Array = new Uint8Array();
  #isReading = false;
  /** What will be asked for next, most probably. */
  #ahead: { at: number; block: Promise<HeldBlock> } | undefined;
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
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#asked = [];
    this.#rest = new Uint8Array();
    // A piece of it may be on its way to somebody.
    if (this.#parts.out.queuedBytes === 0) this.#held?.release();
    else this.#held?.abandon();
    this.#held = undefined;
    this.#readAhead(-1);
  }

  async #readOn(): Promise<void> {
    if (this.#isReading || this.#held) return;
    const at = this.#asked.shift();
    if (at === undefined) return;
    this.#isReading = true;
    try {
      const block = await this.#next(at);
      this.#isReading = false;
      if (this.#isStopped) return block.release();
      if (at >= 0) this.#readAhead(at + 1);
      this.#begin(at, block);
    } catch (error) {
      if (!this.#isStopped) this.#parts.events.failed({ code: 'store-failed' }, error);
    }
  }

  #begin(at: number, block: HeldBlock): void {
    const { out, events, source } = this.#parts;
    const { bytes } = block;
    if (at >= 0) this.#given += bytes.length;
    events.progress?.(Math.min(this.#given, source.size));
    const head = at < 0 ? { type: 'blocks' } : { type: 'block', at };
    out.send(encodeHeader({ ...head, bytes: bytes.length }));
    this.#held = block;
    this.#rest = bytes;
    this.#writePiece();
    this.#write();
  }

  /** Gives back what was read ahead in vain. */
  #readAhead(at: number): void {
    void this.#ahead?.block.then((block) => block.release()).catch(() => undefined);
    this.#ahead = undefined;
    if (at <= 0 || at >= countBlocks(this.#parts.source.size)) return;
    const block = this.#read(at);
    // Told where it is waited for.
    block.catch(() => undefined);
    this.#ahead = { at, block };
  }

  async #next(at: number): Promise<HeldBlock> {
    if (at < 0) {
      const bytes = await this.#parts.source.blocks();
      return { bytes, release: () => undefined, abandon: () => undefined };
    }
    const ahead = this.#ahead;
    if (ahead?.at !== at) return this.#read(at);
    this.#ahead = undefined;
    return ahead.block;
  }

  async #read(at: number): Promise<HeldBlock> {
    const { source } = this.#parts;
    const block = await source.read(at);
    if (block.bytes.length === placeOfBlock(at, source.size).length) return block;
    block.release();
    throw new Error('The file is shorter than it was');
  }

  /** Piece by piece, each when the one before has left. */
  #write(): void {
    const { out } = this.#parts;
    while (this.#rest.length > 0 && out.queuedBytes === 0) this.#writePiece();
    if (this.#rest.length > 0 || out.queuedBytes > 0) return;
    this.#held?.release();
    this.#held = undefined;
    void this.#readOn();
  }

  #writePiece(): void {
    const { out } = this.#parts;
    const { pieceBytes } = out;
    out.send(this.#rest.subarray(0, pieceBytes));
    this.#rest = this.#rest.subarray(pieceBytes);
  }
}
