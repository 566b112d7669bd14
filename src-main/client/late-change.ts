import type { MessageEntry } from '../../src-shared/protocol/entries.ts';
import type { OutboxItem } from '../../src-shared/member/own-copy.ts';
import { isLaterChange } from '../../src-shared/protocol/said.ts';
import type { Change, LaterChange } from '../../src-shared/protocol/said.ts';

/**
 * What is left to do of a change whose message the room has sent meanwhile: the same to what was sent, if the person
 * wants that. Undefined if it was sent as wanted.
 */
export function lateChange(said: LaterChange, sent: MessageEntry): Change | undefined {
  const target = sent.seq;
  if (said.type === 'cancel-later') return { type: 'delete-message', target };
  const isAsWanted = sent.text === said.text && sent.at >= said.at;
  return isAsWanted ? undefined : { type: 'edit-message', target, text: said.text };
}

export type LaterItem = OutboxItem & { said: LaterChange };

export function isLaterItem(item: OutboxItem): item is LaterItem {
  return isLaterChange(item.said);
}

/** Of a message that does not wait any more; its entry comes, or has come, if it was not cancelled. */
export const wasSent: ReadonlySet<string> = new Set(['cid-used', 'no-such-later']);
