import type { OutboxItem } from '../../src-shared/member/own-copy.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { AccountId, ConversationId, RoomId } from '../../src-shared/protocol/ids.ts';
import type { EntryWindow } from './entry-window.ts';
import type { Row } from './timeline-rows.ts';

/** What lies beyond one end of the window. */
export type TimelineEdge =
  | { is: 'end' }
  | { is: 'more' }
  | { is: 'loading' }
  /** There is more, but this computer does not hold it yet. */
  | { is: 'missing' }
  | { is: 'failed'; refusal: Refusal };

export type TimelineTarget = { seq: number; place: 'middle' | 'start' };

export type TimelineState = {
  window: { is: 'loading' } | { is: 'shown' } | { is: 'failed'; refusal: Refusal };
  entries: EntryWindow;
  older: TimelineEdge;
  newer: TimelineEdge;
  rows: readonly Row[];
  /** Another one means another place in the conversation: its end, or the target, is to be shown. */
  generation: number;
  /** The entry to bring into sight and to mark; a new object each time it is asked for. */
  target: TimelineTarget | undefined;
  /** Rises each time the end of the conversation is to be brought into sight. */
  toEnd: number;
  /** Where the line of the unread stands; undefined if everything had been read. */
  unreadAfter: number | undefined;
  /** True once the first unread message has been on the screen. */
  unreadSeen: boolean;
  outbox: readonly OutboxItem[];
};

export type TimelineOptions = {
  room: RoomId;
  in: ConversationId;
  self: AccountId;
  /** As they were when the conversation was opened. */
  readSeq: number;
  unread: number;
  outbox: readonly OutboxItem[];
  clock: Clock;
};
