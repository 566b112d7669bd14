import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { countBlocks, hashBytes } from '../files/file-blocks.ts';
import type { FileTurns } from '../files/file-turns.ts';
import type { TransferEnd } from '../files/transfer-end.ts';
import { encodeHeader } from '../files/transfer-frames.ts';
import type { Payload, TransferFrame, TransferPart } from '../files/transfer-frames.ts';
import type { RelayedTransfer } from '../room/effects.ts';
import type { OpenedFile } from './opened-file.ts';

type Came = OpenedFile | { refusal: Refusal };
type Waiting = {
  transfer: RelayedTransfer;
  sinceMs: number;
  came: (opened: Came) => void;
};

/** What may have to be sent once more because it was damaged on its way. */
const spareBlocks = 17;
const partnerAway: Refusal = { code: 'partner-away' };

/** What each of the two may say; the rest would be said to the room, which has no part in it. */
const said: Record<RelayedTransfer['way'], ReadonlySet<TransferFrame['type']>> = {
  takes: new Set(['get-blocks', 'missing', 'get', 'whole']),
  gives: new Set(['blocks', 'block']),
};

/**
 * Files that go from one member to another: the connections of the two are joined, one block at a time, no faster than
 * the slower of them. Nothing of it is looked at or kept.
 */
export class FileRelay {
  readonly #nowMs: () => number;
  readonly #turns: FileTurns;
  readonly #waiting = new Map<number, Waiting>();

  constructor(nowMs: () => number, turns: FileTurns) {
    this.#nowMs = nowMs;
    this.#turns = turns;
  }

  /** Resolves when the other one is there too, or with why it is not. `gone`: this one waits no more. */
  meet(transfer: RelayedTransfer, gone: AbortSignal): Promise<Came> {
    const { meeting } = transfer;
    const other = this.#waiting.get(meeting);
    if (other) {
      this.#waiting.delete(meeting);
      const [own, its] = join(transfer, other.transfer, this.#turns);
      other.came(its);
      return Promise.resolve(own);
    }
    return new Promise((came) => {
      this.#waiting.set(meeting, { transfer, sinceMs: this.#nowMs(), came });
      gone.addEventListener('abort', () => this.#refuse(meeting, came), { once: true });
    });
  }

  tick(): void {
    const since = this.#nowMs() - limits.partnerFileMs;
    for (const [meeting, { sinceMs, came }] of this.#waiting)
      if (sinceMs <= since) this.#refuse(meeting, came);
  }

  #refuse(meeting: number, came: Waiting['came']): void {
    if (this.#waiting.get(meeting)?.came !== came) return;
    this.#waiting.delete(meeting);
    came({ refusal: partnerAway });
  }
}

function join(
  one: RelayedTransfer,
  other: RelayedTransfer,
  turns: FileTurns,
): [OpenedFile, OpenedFile] {
  const ends = [new RelayEnd(one, turns), new RelayEnd(other, turns)] as const;
  ends[0].join(ends[1]);
  ends[1].join(ends[0]);
  return [openedAt(one, ends[0]), openedAt(other, ends[1])];
}

function openedAt({ size, held }: RelayedTransfer, end: RelayEnd): OpenedFile {
  return {
    size,
    held,
    begin: (parts) => end.with(parts),
    close: () => Promise.resolve(end.stop()),
  };
}

type Parts = Parameters<OpenedFile['begin']>[0];

/** The room's end of one of the two connections. */
class RelayEnd implements TransferEnd {
  readonly #way: RelayedTransfer['way'];
  readonly #turns: FileTurns;
  #other: RelayEnd | undefined;
  #parts: Parts | undefined;
  /** More than this does not go through, whatever the two have agreed on. */
  #leftBytes: number;
  /** Came from the other one, and is still to be written here. */
  readonly #waiting: TransferPart[] = [];
  /** Of the first of them. */
  #rest: Uint8Array = new Uint8Array();
  #payload: Payload | undefined;
  #isStopped = false;

  constructor({ way, size }: RelayedTransfer, turns: FileTurns) {
    this.#way = way;
    this.#turns = turns;
    this.#leftBytes = size + countBlocks(size) * hashBytes + spareBlocks * limits.fileBlockBytes;
  }

  join(other: RelayEnd): void {
    this.#other = other;
  }

  with(parts: Parts): this {
    this.#parts = parts;
    return this;
  }

  /** What came from here is still to be written there: no more is read meanwhile. */
  get isFull(): boolean {
    const { waiting, rest } = this.#other?.left ?? { waiting: 0, rest: 0 };
    return waiting > 0 || rest > 0;
  }

  get isGiving(): boolean {
    return this.#rest.length > 0;
  }

  get left(): { waiting: number; rest: number } {
    return { waiting: this.#waiting.length, rest: this.#rest.length };
  }

  begin(): void {
    this.#write();
  }

  take(part: TransferPart): void {
    const { frame, payload } = part;
    this.#leftBytes -= payload?.bytes.length ?? 0;
    if (!said[this.#way].has(frame.type) || this.#leftBytes < 0)
      return this.#parts?.events.failed({ code: 'not-a-transfer' });
    const other = this.#other;
    other?.pass(part);
    if (frame.type !== 'whole') return;
    this.whole();
    other?.whole();
  }

  pass(part: TransferPart): void {
    if (this.#isStopped) return;
    this.#waiting.push(part);
    this.#write();
  }

  drained(): void {
    this.#write();
    this.#other?.goOn();
  }

  /** With one of the two the other has nobody any more. */
  stop(): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#waiting.length = 0;
    const other = this.#other;
    if (other && !other.#isStopped) other.fail();
  }

  goOn(): void {
    this.#parts?.goOn();
  }

  fail(): void {
    this.#parts?.events.failed(partnerAway);
  }

  /** Who takes has all of it. */
  whole(): void {
    this.#isStopped = true;
    this.#parts?.events.whole();
  }

  #write(): void {
    const out = this.#parts?.out;
    if (!out || this.#isStopped) return;
    while (this.#rest.length > 0 || this.#waiting.length > 0) {
      if (this.#rest.length > 0 && out.bytes > 0) return;
      if (this.#rest.length === 0) this.#next(out);
      const { shareBytes } = this.#turns;
      out.send(this.#rest.subarray(0, shareBytes));
      this.#rest = this.#rest.subarray(shareBytes);
    }
    if (out.bytes > 0) return;
    this.#payload?.release();
    this.#payload = undefined;
  }

  #next(out: Parts['out']): void {
    const part = this.#waiting.shift();
    if (!part) return;
    out.send(encodeHeader(part.frame));
    this.#payload = part.payload;
    this.#rest = part.payload?.bytes ?? this.#rest;
  }
}
