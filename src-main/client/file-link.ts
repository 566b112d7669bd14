import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { FileTicket } from '../../src-shared/protocol/files.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { countBlocks, hashBytes } from '../files/file-blocks.ts';
import type { TransferEnd, TransferEvents, TransferOut } from '../files/transfer-end.ts';
import { ReadShare } from '../files/file-turns.ts';
import type { FileTurns } from '../files/file-turns.ts';
import { encodeHeader, still, TransferReader } from '../files/transfer-frames.ts';
import type { TransferPart } from '../files/transfer-frames.ts';
import type { Transport } from '../net/transport.ts';

/** How the transfer goes on once the room has opened it. */
export type BeginTransfer = (
  opened: { size: number; held: number },
  parts: { out: TransferOut; events: TransferEvents },
) => TransferEnd;

type Running = {
  begin: BeginTransfer;
  progress: (bytes: number) => void;
  settle: (refusal: Refusal | undefined) => void;
  end?: TransferEnd;
};

/** The list of hashes of a large file is the largest thing that a room asks for or sends. */
const maxPayloadBytes = Math.max(limits.fileBlockBytes, hashBytes * countBlocks(limits.fileBytes));

/** One connection to the room on which files go, one after the other. */
export class FileLink {
  readonly #transport: Transport;
  readonly #out: TransferOut;
  readonly #clock: Clock;
  readonly #reader = new TransferReader(maxPayloadBytes, (leftBytes) =>
    this.#running?.end?.coming?.(leftBytes),
  );
  readonly #share: ReadShare;
  readonly #reportDefect: (error: unknown) => void;
  #running: Running | undefined;
  #isEnded = false;
  #lastRid = 0;
  #heardAtMs: number;
  #cancelBeat: () => void = () => undefined;

  constructor({
    transport,
    clock,
    turns,
    reportDefect,
  }: {
    transport: Transport;
    clock: Clock;
    turns: FileTurns;
    reportDefect: (error: unknown) => void;
  }) {
    this.#transport = transport;
    this.#out = {
      get queuedBytes() {
        return transport.queuedBytes;
      },
      get pieceBytes() {
        return turns.shareBytes;
      },
      send: (bytes) => transport.send(bytes),
    };
    this.#clock = clock;
    this.#heardAtMs = clock.monotonicMs();
    this.#share = new ReadShare(turns, () => transport.resume());
    this.#reportDefect = reportDefect;
    transport.listen({
      bytes: (chunk) => this.#read(chunk),
      drained: () => turns.next(() => this.#running?.end?.drained()),
      closed: () => this.end({ code: 'connection-lost' }),
    });
    this.#beat();
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** One at a time. Resolves when all of it is where it belongs, or with the reason why it is not. */
  run(
    ticket: FileTicket,
    begin: BeginTransfer,
    progress: (bytes: number) => void,
  ): Promise<Refusal | undefined> {
    if (this.#isEnded) return Promise.resolve({ code: 'connection-lost' });
    return new Promise((resolve) => {
      this.#running = {
        begin,
        progress,
        settle: (refusal) => {
          this.#running?.end?.stop();
          this.#running = undefined;
          resolve(refusal);
        },
      };
      this.#lastRid += 1;
      this.#transport.send(encodeHeader({ type: 'open-file', rid: this.#lastRid, ticket }));
      this.#heard();
    });
  }

  end(refusal: Refusal): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#cancelBeat();
    this.#transport.destroy();
    this.#running?.settle(refusal);
  }

  #read(chunk: Uint8Array): void {
    this.#heard();
    this.#share.came(chunk.length);
    if (this.#share.isSpent) this.#transport.pause();
    for (const part of this.#reader.read(chunk)) {
      if (this.#isEnded) return;
      if (!part) return this.end({ code: 'connection-lost' });
      this.#take(part);
    }
    this.#transport.freeHeard(chunk);
  }

  #take(part: TransferPart): void {
    const { frame } = part;
    const running = this.#running;
    if (frame.type === 'still') return;
    if (frame.type === 'closed') return this.end(refusalIn(frame));
    if (!running) return this.end({ code: 'connection-lost' });
    if (running.end) return running.end.take(part);
    if (frame.type === 'fail') return running.settle(refusalIn(frame));
    if (frame.type !== 'ok') return this.end({ code: 'connection-lost' });
    const { size, held } = frame;
    running.end = running.begin({ size, held }, { out: this.#out, events: this.#events() });
    running.end.begin();
  }

  #events(): TransferEvents {
    return {
      progress: (bytes) => this.#running?.progress(bytes),
      whole: () => this.#running?.settle(undefined),
      failed: (refusal, error) => {
        if (error !== undefined && !isOfDisk(error)) this.#reportDefect(error);
        this.end(isFull(error) ? { code: 'file-no-space' } : refusal);
      },
    };
  }

  #heard(): void {
    this.#heardAtMs = this.#clock.monotonicMs();
  }

  /** Whoever says nothing for so long is gone, and so is this connection. One timer: a new one for each chunk costs. */
  #beat(inMs: number = limits.heartbeatMs): void {
    this.#cancelBeat = this.#clock.after(inMs, () => {
      const leftMs = this.#heardAtMs + limits.silenceMs - this.#clock.monotonicMs();
      if (leftMs <= 0) return this.end({ code: 'connection-lost' });
      if (this.#running && this.#running.end?.isGiving !== true) this.#transport.send(still);
      this.#beat(Math.min(leftMs, limits.heartbeatMs));
    });
  }
}

function refusalIn({
  code,
  limit,
}: {
  code: Refusal['code'];
  limit?: number | undefined;
}): Refusal {
  return limit === undefined ? { code } : { code, limit };
}

function isOfDisk(error: unknown): boolean {
  return error instanceof Error && 'code' in error;
}

function isFull(error: unknown): boolean {
  return (
    isOfDisk(error) && ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '')
  );
}
