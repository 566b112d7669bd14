import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { BlockSet } from './block-set.ts';
import { countBlocks } from './file-blocks.ts';
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

/** So many lines say at once what is missing: the rest is said when that has come. */
const toldAtOnce = 100;

/** Whoever sends this many wrong blocks has another file. */
const maxWrongBlocks = 16;

type Parts = { sink: BlockSink; out: TransferOut; events: TransferEvents };

/** Says what is missing, asks for one after the other of that, and checks what comes. */
export class ReceivingEnd implements TransferEnd {
  readonly #parts: Parts;
  /** What was not said to be missing yet. */
  #untold: Iterator<MissingRange> | undefined;
  /** What was said to be missing, and has not come. */
  readonly #missing: BlockSet;
  #isListAsked = false;
  /** So many of them were asked for. */
  #asked = 0;
  /** Of the block that comes just now. */
  #leftBytes: number | undefined;
  /** Came, and is being checked and written. */
  #writing = 0;
  readonly #pace = new AskingPace();
  #wrong = 0;
  #isStopped = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#missing = new BlockSet(countBlocks(parts.sink.size));
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
    } else if (frame.type === 'block' && payload && this.#isWanted(frame.at)) {
      this.#pace.came(payload.bytes.length);
      this.#asked -= 1;
      void this.#guard(this.#write(frame.at, payload.bytes).finally(() => payload.release()));
    } else this.#fail({ code: 'not-a-transfer' });
    this.#leftBytes = undefined;
  }

  coming(leftBytes: number): void {
    if (this.#isStopped || this.#asked === 0) return;
    this.#pace.coming();
    this.#leftBytes = leftBytes;
    this.#askOn();
  }

  drained(): void {
    // What it says is a line now and then.
  }

  stop(): void {
    this.#isStopped = true;
  }

  #isWanted(at: number): boolean {
    return this.#asked > 0 && this.#missing.delete(at);
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
    else this.#tell({ at, blocks: 1 });
    this.#askOn();
  }

  #askOn(): void {
    this.#untold ??= rangesOf(this.#parts.sink.missing());
    while (this.#isTimeToAsk()) {
      if (this.#missing.size === this.#asked && !this.#tellMore()) break;
      this.#ask();
    }
    if (this.#missing.size + this.#writing === 0) void this.#guard(this.#finish());
  }

  #isTimeToAsk(): boolean {
    if (this.#asked + this.#writing >= limits.blocksAskedAtOnce) return false;
    return this.#asked === 0 || this.#stillToCome() <= this.#pace.leadBytes;
  }

  /** The last block of a file counts as a whole one: it is not known which ones come. */
  #stillToCome(): number {
    const whole = limits.fileBlockBytes;
    return (this.#asked - 1) * whole + (this.#leftBytes ?? whole);
  }

  /** False if all was said. */
  #tellMore(): boolean {
    const before = this.#missing.size;
    for (let count = 0; count < toldAtOnce; count += 1) {
      const next = this.#untold?.next();
      if (!next || next.done === true) break;
      this.#tell(next.value);
    }
    return this.#missing.size > before;
  }

  #tell(range: MissingRange): void {
    this.#missing.add(range.at, range.blocks);
    this.#parts.out.send(encodeHeader({ type: 'missing', ...range }));
  }

  #ask(): void {
    if (this.#asked === 0) this.#pace.asked();
    this.#asked += 1;
    this.#parts.out.send(encodeHeader({ type: 'get' }));
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

type MissingRange = { at: number; blocks: number };

/** Blocks that follow each other, in one. */
function* rangesOf(numbers: Iterable<number>): Generator<MissingRange> {
  let range: MissingRange | undefined;
  for (const at of numbers) {
    if (range && at === range.at + range.blocks) range.blocks += 1;
    else {
      if (range) yield range;
      range = { at, blocks: 1 };
    }
  }
  if (range) yield range;
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
