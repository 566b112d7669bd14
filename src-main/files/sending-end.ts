import { limits } from '../../src-shared/protocol/limits.ts';
import type { HeldBlock } from './block-cache.ts';
import { BlockSet } from './block-set.ts';
import { countBlocks, placeOfBlock } from './file-blocks.ts';
import type { TransferEnd, TransferEvents, TransferOut } from './transfer-end.ts';
import { encodeHeader } from './transfer-frames.ts';
import type { TransferFrame, TransferPart } from './transfer-frames.ts';

/** A file that is whole. */
export type BlockSource = {
  readonly size: number;
  /** The SHA-256 of each block, one behind the other. */
  blocks(): Promise<Uint8Array>;
  /** One of those that are missing, whichever it likes; that one is missing no more. */
  take(missing: BlockSet): Promise<TakenBlock>;
};
type TakenBlock = { at: number; block: HeldBlock };
/** What goes to the other end: the list of hashes has no number. */
type ToGive = { at?: number; block: HeldBlock };

/** `held`: bytes that the other end has already. */
type Parts = { source: BlockSource; out: TransferOut; events: TransferEvents; held?: number };

/** Gives what the other end has not, block by block as it asks for one, no faster than that takes it. */
export class SendingEnd implements TransferEnd {
  readonly #parts: Parts;
  /** What the other end has not, and what is not read for it yet. */
  readonly #missing: BlockSet;
  /** Of that, what it has not asked for. */
  #unasked = 0;
  /** So many blocks it asks for, and nothing is read for that yet. */
  #asked = 0;
  #list: 'unasked' | 'asked' | 'given' = 'unasked';
  /** What goes just now, until the last piece of it has left. */
  #held: HeldBlock | undefined;
  /** What of that is not written yet. */
  #rest: Uint8Array = new Uint8Array();
  #isReading = false;
  /** For when the next is asked for. */
  #ahead: Promise<TakenBlock> | undefined;
  #given: number;
  #isStopped = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#missing = new BlockSet(countBlocks(parts.source.size));
    this.#given = parts.held ?? 0;
  }

  get isGiving(): boolean {
    return this.#rest.length > 0;
  }

  begin(): void {
    // Who receives asks.
  }

  take({ frame }: TransferPart): void {
    const { events } = this.#parts;
    if (frame.type === 'whole') return events.whole();
    if (!this.#isAsked(frame)) return events.failed({ code: 'not-a-transfer' });
    void this.#readOn();
  }

  /** False if that may not be said now. */
  #isAsked(frame: TransferFrame): boolean {
    switch (frame.type) {
      case 'get-blocks':
        if (this.#list !== 'unasked') return false;
        this.#list = 'asked';
        return true;
      case 'missing':
        if (!this.#missing.add(frame.at, frame.blocks)) return false;
        this.#unasked += frame.blocks;
        return true;
      case 'get':
        if (this.#unasked === 0 || this.#asked >= limits.blocksAskedAtOnce) return false;
        this.#unasked -= 1;
        this.#asked += 1;
        return true;
      default:
        return false;
    }
  }

  drained(): void {
    this.#write();
  }

  stop(): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#asked = 0;
    this.#rest = new Uint8Array();
    // A piece of it may be on its way to somebody.
    if (this.#parts.out.queuedBytes === 0) this.#held?.release();
    else this.#held?.abandon();
    this.#held = undefined;
    this.#dropAhead();
  }

  async #readOn(): Promise<void> {
    if (this.#isReading || this.#held || (this.#list !== 'asked' && this.#asked === 0)) return;
    this.#isReading = true;
    try {
      const given: ToGive = this.#list === 'asked' ? await this.#readList() : await this.#next();
      this.#isReading = false;
      if (this.#isStopped) return given.block.release();
      // Before the first is asked for nothing is read: its message may be deleted until then.
      if (given.at !== undefined) this.#readAhead();
      this.#begin(given);
    } catch (error) {
      if (!this.#isStopped) this.#parts.events.failed({ code: 'store-failed' }, error);
    }
  }

  #begin({ at, block }: ToGive): void {
    const { out, events, source } = this.#parts;
    const { bytes } = block;
    if (at !== undefined) this.#given += bytes.length;
    events.progress?.(Math.min(this.#given, source.size));
    const head = at === undefined ? { type: 'blocks' } : { type: 'block', at };
    out.send(encodeHeader({ ...head, bytes: bytes.length }));
    this.#held = block;
    this.#rest = bytes;
    this.#writePiece();
    this.#write();
  }

  #readAhead(): void {
    if (this.#ahead || this.#missing.size === 0) return;
    this.#ahead = this.#read();
    // Told where it is waited for.
    this.#ahead.catch(() => undefined);
  }

  /** It was read in vain. */
  #dropAhead(): void {
    void this.#ahead?.then(({ block }) => block.release()).catch(() => undefined);
    this.#ahead = undefined;
  }

  async #readList(): Promise<ToGive> {
    this.#list = 'given';
    const bytes = await this.#parts.source.blocks();
    return { block: { bytes, release: () => undefined, abandon: () => undefined } };
  }

  #next(): Promise<TakenBlock> {
    this.#asked -= 1;
    const next = this.#ahead ?? this.#read();
    this.#ahead = undefined;
    return next;
  }

  async #read(): Promise<TakenBlock> {
    const { source } = this.#parts;
    const taken = await source.take(this.#missing);
    if (taken.block.bytes.length === placeOfBlock(taken.at, source.size).length) return taken;
    taken.block.release();
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
