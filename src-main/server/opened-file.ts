import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { TransferEnd, TransferEvents } from '../files/transfer-end.ts';
import type { SendQueue } from '../net/send-queue.ts';

/** One file of the room, opened for one connection. */
export type OpenedFile = {
  size: number;
  /** Bytes of it that are here already. */
  held: number;
  /** Makes this side's end of the transfer; `goOn`: it is read from again, and was silent for no fault of its own. */
  begin(parts: { out: SendQueue; events: TransferEvents; goOn: () => void }): TransferEnd;
  close(): Promise<void>;
};

/** Opens what a ticket was for; `gone`: nobody waits for it any more. Rejects only by a defect. */
export type OpenFileOf = (gone: AbortSignal) => Promise<OpenedFile | { refusal: Refusal }>;
