import type { MessageEntry } from '../../src-shared/protocol/entries.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { OutboxItem } from '../../src-shared/member/own-copy.ts';
import { isLaterChange } from '../../src-shared/protocol/said.ts';
import type { Change, LaterChange } from '../../src-shared/protocol/said.ts';

/**
 * What is left to do of a change whose message the room has sent meanwhile: the same to what was sent, if the person
 * wants that. Undefined if it was sent as wanted.
 */
export function lateChange(said: LaterChange, sent: MessageEntry): Late | undefined {
  const target = sent.seq;
  const wasLate = { code: 'later-was-sent' } as const;
  if (said.type === 'cancel-later')
    return { said: { type: 'delete-message', target }, why: wasLate };
  const edit = { type: 'edit-message', target, text: said.text } as const;
  if (sent.text !== said.text) return { said: edit, why: wasLate };
  // It says what it was to say: nothing of it can be done any more, and that is told.
  return sent.at < said.at ? { said: edit, why: { code: 'later-kept-time' } } : undefined;
}

/** `why`: what is told with it. */
type Late = { said: Change; why: Refusal };

export type LaterItem = OutboxItem & { said: LaterChange };

export function isLaterItem(item: OutboxItem): item is LaterItem {
  return isLaterChange(item.said);
}

/** Of a message that does not wait any more; its entry comes, or has come, if it was not cancelled. */
export const wasSent: ReadonlySet<string> = new Set(['cid-used', 'no-such-later']);
