import type { GroupMessageCopy } from '../../../src-shared/bridge/contact-groups.ts';
import type { OutboxItem } from '../../../src-shared/bridge/conversations.ts';

/** How many group messages are read at once: the newest. */
export const groupMessagesPage = 100;
/** The room has the message, but its number is not known (since a full resync). */
export const unknownSeq = 0;

export type CopyTrace = {
  /** In the direct conversation; missing where the room has not been heard to have it. */
  seq?: number | undefined;
  outbox?: OutboxItem['state'] | undefined;
  /** Of the direct conversation. */
  deliveredSeq: number;
};

/** How one copy of a group message stands. What the person took out of the outbox stays failed. */
export function copyState({ seq, outbox, deliveredSeq }: CopyTrace): GroupMessageCopy['state'] {
  if (seq !== undefined) return isDelivered(seq, deliveredSeq) ? 'delivered' : 'sent';
  return outbox?.is ?? 'failed';
}

function isDelivered(seq: number, deliveredSeq: number): boolean {
  return seq !== unknownSeq && seq <= deliveredSeq;
}
