import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
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

/** Whoever sends this many wrong blocks has another file. */
const maxWrongBlocks = 16;

type Parts = { sink: BlockSink; out: TransferOut; events: TransferEvents };

/** Asks for what is missing and checks what comes. */
export class ReceivingEnd implements TransferEnd {
  readonly #parts: Parts;
  #missing: Iterator<number> | undefined;
  #isListAsked = false;
  readonly #asked = new Set<number>();
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
    this.#pace.came();
    if (frame.type === 'blocks' && payload && this.#isListAsked) {
      this.#isListAsked = false;
      void this.#guard(this.#takeList(payload));
    } else if (frame.type === 'block' && payload && this.#asked.delete(frame.at)) {
      void this.#guard(this.#write(frame.at, payload));
    } else this.#fail({ code: 'not-a-transfer' });
  }

  began(): void {
    this.#pace.began();
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
    while (
      this.#asked.size < this.#pace.atOnce &&
      this.#asked.size + this.#writing < limits.blocksAskedAtOnce
    ) {
      const next = this.#missing.next();
      if (next.done === true) break;
      this.#ask(next.value);
    }
    if (this.#asked.size + this.#writing === 0) void this.#guard(this.#finish());
  }

  #ask(at: number): void {
    if (this.#asked.size === 0) this.#pace.asked();
    this.#asked.add(at);
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

/**
 * How many blocks to ask for before the first has come. What was asked for is lost with the connection, so it is one,
 * unless the way there and back takes so long, beside a block, that nothing would move meanwhile.
 */
class AskingPace {
  #askedAtMs: number | undefined;
  #beganAtMs: number | undefined;
  #waitMs = 0;
  #blockMs = Infinity;

  get atOnce(): number {
    const waits = Math.round(this.#waitMs / Math.max(this.#blockMs, 0.1));
    return Math.min(limits.blocksAskedAtOnce, 1 + waits);
  }

  /** Nothing else was under way. */
  asked(): void {
    this.#askedAtMs = performance.now();
  }

  began(): void {
    const nowMs = performance.now();
    this.#beganAtMs = nowMs;
    if (this.#askedAtMs === undefined) return;
    this.#waitMs = (this.#waitMs + nowMs - this.#askedAtMs) / 2;
    this.#askedAtMs = undefined;
  }

  came(): void {
    if (this.#beganAtMs === undefined) return;
    const tookMs = performance.now() - this.#beganAtMs;
    this.#blockMs = this.#blockMs === Infinity ? tookMs : (this.#blockMs + tookMs) / 2;
    this.#beganAtMs = undefined;
  }
}
