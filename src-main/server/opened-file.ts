import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { TransferEnd, TransferEvents } from '../files/transfer-end.ts';
import type { SendQueue } from '../net/send-queue.ts';

/** One file of the room, opened for one connection. */
export type OpenedFile = {
  size: number;
  /** Bytes of it that are here already. */
  held: number;
  /** Makes this side's end of the transfer. */
  begin(parts: { out: SendQueue; events: TransferEvents }): TransferEnd;
  close(): Promise<void>;
};

/** Opens what a ticket was for; rejects only by a defect. */
export type OpenFileOf = () => Promise<OpenedFile | { refusal: Refusal }>;
