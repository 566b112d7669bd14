import type { Refusal } from '../protocol/codes.ts';
import type { Entry, MessageEntry } from '../protocol/entries.ts';
import type { AccountId, Cid, ConversationId, RoomId } from '../protocol/ids.ts';

/** A message that the room has not acknowledged yet. */
export type OutboxItem = {
  cid: Cid;
  in: ConversationId;
  text: string;
  createdAt: number;
  state: { is: 'sending' } | { is: 'failed'; refusal: Refusal };
};

export type TimelinePage = {
  /** Oldest first, without holes. */
  entries: Entry[];
  hasOlder: boolean;
  hasNewer: boolean;
};

/** Names are missing if the copy does not hold the person. */
export type HitNames = {
  room: string;
  isOwn: boolean;
  from?: string | undefined;
  /** The other one of a direct conversation. */
  partner?: string | undefined;
  /** The name of a group conversation. */
  group?: string | undefined;
};

export type SearchHit = {
  room: RoomId;
  message: MessageEntry;
  /** Who is who, for a window that shows another room than the hit's. */
  names?: HitNames | undefined;
};

export type SearchPage = {
  /** Newest first. */
  hits: SearchHit[];
  /** For the next page; missing on the last one. */
  next?: string | undefined;
};

/** How one person's copy of a group message stands. */
export type GroupMessageCopy = {
  account: AccountId;
  cid: Cid;
  state: 'sending' | 'failed' | 'sent' | 'delivered';
};
