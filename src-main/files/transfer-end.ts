import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { TransferPart } from './transfer-frames.ts';

/** Where one end of a transfer writes to. */
export type TransferOut = {
  /** Bytes that were written and have not left this computer. */
  readonly queuedBytes: number;
  /** So much is written at once: then messages have their turn. */
  readonly pieceBytes: number;
  send(bytes: Uint8Array): void;
};

/** What becomes of a transfer. */
export type TransferEvents = {
  /** So many bytes are where they belong, of both sides' work before this connection too. */
  progress?(bytes: number): void;
  /** All is there: on disk, where it was received. */
  whole(): void;
  /** It goes no further over this connection. `code` missing: this computer's own disk has failed, and `error` says how. */
  failed(refusal: Refusal, error?: unknown): void;
};

/** One end of the connection of one file, whichever way that goes. */
export interface TransferEnd {
  /** It takes no more for now: nothing is read meanwhile. */
  readonly isFull?: boolean;
  /** It is in the midst of a payload: a line would be taken for a part of that. */
  readonly isGiving?: boolean;
  /** Once, before the first part. */
  begin(): void;
  /** A payload is coming, of which so many bytes are missing. */
  coming?(leftBytes: number): void;
  take(part: TransferPart): void;
  /** All that was written has left. */
  drained(): void;
  /** Nothing more is read, written or told. */
  stop(): void;
}
