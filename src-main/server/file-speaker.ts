import { encodeFrame } from '../../src-shared/protocol/encode-frame.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { parseCommand } from '../../src-shared/protocol/parse-command.ts';
import { countBlocks, hashBytes } from '../files/file-blocks.ts';
import type { TransferEnd, TransferEvents } from '../files/transfer-end.ts';
import type { OpenedFile, OpenFileOf } from './opened-file.ts';
import { ReadShare } from '../files/file-turns.ts';
import type { FileTurns } from '../files/file-turns.ts';
import { TransferReader, still } from '../files/transfer-frames.ts';
import type { TransferPart } from '../files/transfer-frames.ts';
import type { Speaker, SpeakerParts } from './session-port.ts';

/** A connection on which files go, one after the other, each with its own ticket. */
export class FileSpeaker implements Speaker {
  readonly linesPerTurn = 1;
  readonly maxLines = Infinity;
  readonly isBusy = false;
  readonly keepsNothing = true;
  readonly #turns: FileTurns;
  readonly #share: ReadShare;
  readonly #parts: SpeakerParts;
  readonly #reader = new TransferReader(
    Math.max(limits.fileBlockBytes, hashBytes * countBlocks(limits.fileBytes)),
    (leftBytes) => this.#end?.coming?.(leftBytes),
  );
  #file: OpenedFile | undefined;
  #end: TransferEnd | undefined;
  #isOpening = false;
  #isStopped = false;
  readonly #gone = new AbortController();

  constructor(parts: SpeakerParts, turns: FileTurns) {
    this.#parts = parts;
    this.#turns = turns;
    this.#share = new ReadShare(turns, () => parts.goOn());
  }

  /** It has had its share of this turn, or waits for somebody slower. */
  get isFull(): boolean {
    return this.#share.isSpent || this.#end?.isFull === true;
  }

  /** The answer to `open-file`, and what follows it. */
  async open(rid: number, open: OpenFileOf): Promise<void> {
    this.#isOpening = true;
    const opened = await open(this.#gone.signal);
    this.#isOpening = false;
    if ('refusal' in opened) return this.refuse(rid, opened.refusal);
    if (this.#isStopped) return opened.close();
    this.#file = opened;
    this.#say({ type: 'ok', rid, size: opened.size, held: opened.held });
    const { out } = this.#parts;
    const events: TransferEvents = {
      whole: () => void this.#finish(),
      failed: (refusal) => this.#parts.end(refusal),
    };
    this.#end = opened.begin({ out, events, goOn: this.#parts.goOn });
    this.#end.begin();
  }

  add(chunk: Uint8Array): void {
    this.#share.came(chunk.length);
    for (const part of this.#reader.read(chunk)) {
      if (this.#isStopped) return;
      if (!part) return this.#parts.end({ code: 'not-a-transfer' });
      this.#take(part);
    }
  }

  take(): undefined {
    // What comes is dealt with as it comes.
  }

  drained(): void {
    this.#turns.next(() => this.#end?.drained());
  }

  refuse(rid: number, refusal: Refusal): void {
    this.#say({ type: 'fail', rid, ...refusal });
  }

  answer(): void {
    // Nothing but `open-file` is asked here, and that is answered in its own time.
  }
  answerPage(): void {}
  deliver(): void {}
  notice(): void {}
  tellPrivate(): void {}

  beat(): void {
    if (!this.#isOpening && !this.#end) return;
    // Whoever is not read says nothing by no fault of its own.
    if (this.isFull) this.#parts.session.heard();
    if (this.#end?.isGiving !== true) this.#parts.out.send(still);
  }

  goodbye({ code, limit, retryAfterMs }: Refusal): Uint8Array {
    return Buffer.from(encodeFrame({ type: 'closed', code, limit, retryAfterMs }));
  }

  stop(): void {
    this.#isStopped = true;
    this.#gone.abort();
    void this.#finish();
  }

  #take(part: TransferPart): void {
    if (part.frame.type === 'still') return;
    if (this.#end) return this.#end.take(part);
    const parsed = part.frame.type === 'open-file' ? parseCommand(part.frame) : undefined;
    if (!parsed?.ok || this.#isOpening) return this.#parts.end({ code: 'not-a-transfer' });
    this.#parts.session.handle(parsed.command);
  }

  async #finish(): Promise<void> {
    this.#end?.stop();
    this.#end = undefined;
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }

  #say(frame: object): void {
    if (!this.#isStopped) this.#parts.out.send(Buffer.from(encodeFrame(frame)));
  }
}
