import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { countBlocks, placeOfBlock } from './file-blocks.ts';
import type { TransferEnd, TransferEvents, TransferOut } from './transfer-end.ts';
import { encodeHeader } from './transfer-frames.ts';
import type { TransferPart } from './transfer-frames.ts';

/** A file that is not whole yet. Each may reject if the disk says no. */
export type BlockSink = {
  readonly size: number;
  readonly hasList: boolean;
  /** How many bytes of the file are here and checked. */
  readonly heldBytes: number;
  /** In their order, those that are not here. */
  missing(): Iterable<number>;
  /** False if it is not that of the file. */
  takeList(list: Uint8Array): Promise<boolean>;
  /** False if it is not the block that belongs there: it is missing as before. */
  write(at: number, block: Uint8Array<ArrayBuffer>): Promise<boolean>;
  /** All of it is on disk, for good, when this resolves. */
  finish(): Promise<void>;
};

/** Whoever sends this many wrong blocks has another file. */
const maxWrongBlocks = 16;

type Parts = { sink: BlockSink; out: TransferOut; events: TransferEvents };

/** Asks for what is missing and checks what comes. */
export class ReceivingEnd implements TransferEnd {
  readonly #parts: Parts;
  #missing: Iterator<number> | undefined;
  #isListAsked = false;
  readonly #asked = new Set<number>();
  /** Of what was asked for, what has still to come. */
  #askedBytes = 0;
  /** Of the block that comes just now. */
  #leftBytes: number | undefined;
  /** Came, and is being checked and written. */
  #writing = 0;
  readonly #pace = new AskingPace();
  #wrong = 0;
  #isStopped = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  begin(): void {
    const { sink, out } = this.#parts;
    if (sink.hasList || countBlocks(sink.size) === 0) this.#askOn();
    else {
      this.#isListAsked = true;
      out.send(encodeHeader({ type: 'get-blocks' }));
    }
  }

  take({ frame, payload }: TransferPart): void {
    if (this.#isStopped) return;
    if (frame.type === 'blocks' && payload && this.#isListAsked) {
      this.#isListAsked = false;
      void this.#guard(this.#takeList(payload.bytes));
    } else if (frame.type === 'block' && payload && this.#asked.delete(frame.at)) {
      this.#pace.came(payload.bytes.length);
      this.#askedBytes -= placeOfBlock(frame.at, this.#parts.sink.size).length;
      void this.#guard(this.#write(frame.at, payload.bytes).finally(() => payload.release()));
    } else this.#fail({ code: 'not-a-transfer' });
    this.#leftBytes = undefined;
  }

  coming(leftBytes: number): void {
    if (this.#isStopped || this.#asked.size === 0) return;
    this.#pace.coming();
    this.#leftBytes = leftBytes;
    this.#askOn();
  }

  drained(): void {
    // What it says is a line now and then.
  }

  stop(): void {
    this.#isStopped = true;
    this.#asked.clear();
  }

  async #takeList(list: Uint8Array): Promise<void> {
    const isRight = await this.#parts.sink.takeList(list);
    if (this.#isStopped) return;
    if (isRight) this.#askOn();
    else this.#fail({ code: 'file-damaged' });
  }

  async #write(at: number, block: Uint8Array<ArrayBuffer>): Promise<void> {
    const { sink, events } = this.#parts;
    this.#writing += 1;
    // The next one comes while this one is checked.
    this.#askOn();
    const isRight = await sink.write(at, block).finally(() => (this.#writing -= 1));
    if (this.#isStopped) return;
    if (isRight) events.progress?.(sink.heldBytes);
    else if ((this.#wrong += 1) > maxWrongBlocks) return this.#fail({ code: 'file-damaged' });
    else this.#ask(at);
    this.#askOn();
  }

  #askOn(): void {
    const { sink } = this.#parts;
    this.#missing ??= sink.missing()[Symbol.iterator]();
    while (this.#isTimeToAsk()) {
      const next = this.#missing.next();
      if (next.done === true) break;
      this.#ask(next.value);
    }
    if (this.#asked.size + this.#writing === 0) void this.#guard(this.#finish());
  }

  #isTimeToAsk(): boolean {
    if (this.#asked.size + this.#writing >= limits.blocksAskedAtOnce) return false;
    return this.#asked.size === 0 || this.#stillToCome() <= this.#pace.leadBytes;
  }

  /** Blocks come in the order in which they were asked for, so the first of them is the one that comes. */
  #stillToCome(): number {
    const [first = 0] = this.#asked;
    const { length } = placeOfBlock(first, this.#parts.sink.size);
    return this.#askedBytes - length + (this.#leftBytes ?? length);
  }

  #ask(at: number): void {
    if (this.#asked.size === 0) this.#pace.asked();
    this.#asked.add(at);
    this.#askedBytes += placeOfBlock(at, this.#parts.sink.size).length;
    this.#parts.out.send(encodeHeader({ type: 'get', at }));
  }

  async #finish(): Promise<void> {
    const { sink, out, events } = this.#parts;
    await sink.finish();
    if (this.#isStopped) return;
    out.send(encodeHeader({ type: 'whole' }));
    events.whole();
  }

  /** Once, whatever else was still being checked. */
  #fail(refusal: Refusal, error?: unknown): void {
    if (this.#isStopped) return;
    this.stop();
    this.#parts.events.failed(refusal, error);
  }

  async #guard(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.#fail({ code: 'store-failed' }, error);
    }
  }
}

/** What is kept on its way at least beside the block that comes. */
const leastLeadBytes = 64 * 1024;
const idlesKept = 4;
/** What is waited less for is the computers’ own doing: more on the way would only be more to lose. */
const shortWayMs = 4;

/**
 * How early to ask for the next block. What was asked for is lost with the connection, so it is late: when as much has
 * still to come as comes while the question goes there and the answer back.
 */
class AskingPace {
  /** The next is asked for when no more than this has still to come. */
  leadBytes = leastLeadBytes;
  /** Since when nothing came although something was asked for. */
  #idleSinceMs = 0;
  #beganAtMs: number | undefined;
  /** How long nothing came before each of the newest blocks; the first ones tell nothing yet. */
  readonly #idlesMs: number[] = [0, 0, 0];

  /** Nothing else was under way. */
  asked(): void {
    this.#idleSinceMs = performance.now();
  }

  /** Something of a block has come. */
  coming(): void {
    if (this.#beganAtMs !== undefined) return;
    this.#beganAtMs = performance.now();
    this.#idlesMs.push(this.#beganAtMs - this.#idleSinceMs);
    if (this.#idlesMs.length > idlesKept) this.#idlesMs.shift();
  }

  came(bytes: number): void {
    this.#idleSinceMs = performance.now();
    if (this.#beganAtMs === undefined) return;
    const tookMs = Math.max(0.1, this.#idleSinceMs - this.#beganAtMs);
    this.#beganAtMs = undefined;
    // The way itself is waited for every time; a busy computer only now and then.
    const wayMs = Math.min(...this.#idlesMs);
    const idleBytes = wayMs < shortWayMs ? 0 : (bytes * wayMs) / tookMs;
    // A little less each time, until something is missed again.
    const lead = this.leadBytes * 0.95 + idleBytes;
    const mostBytes = limits.blocksAskedAtOnce * limits.fileBlockBytes;
    this.leadBytes = Math.min(mostBytes, Math.max(leastLeadBytes, lead));
  }
}
