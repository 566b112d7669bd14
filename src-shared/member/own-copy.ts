import type { Refusal } from '../protocol/codes.ts';
import type { Entry, MessageEntry } from '../protocol/entries.ts';
import type { FileHash, SentFile } from '../protocol/files.ts';
import type { Unsaid } from '../protocol/said.ts';
import type { Imported } from '../protocol/imported.ts';
import type { AccountId, Cid, ConversationId, RoomId, PrivateId } from '../protocol/ids.ts';
import type { PrivateEndReason } from '../protocol/private-chats.ts';

/** What was said and the room has not acknowledged yet. */
export type OutboxItem = {
  cid: Cid;
  in: ConversationId;
  said: Unsaid;
  createdAt: number;
  state: { is: 'sending' } | { is: 'failed'; refusal: Refusal };
};

/** Who reacted with one emoji. */
export type ShownReaction = {
  emoji: string;
  count: number;
  isOwn: boolean;
  /** The first of them. */
  by: AccountId[];
};

/** What was done to a message after it was said; its text is the one that it has now. */
export type MessageMarks = {
  seq: number;
  /** `by` is missing as long as only its empty text tells of it. */
  deleted?: { by?: AccountId; at: number };
  editedAt?: number;
  reactions?: ShownReaction[];
  pinned?: { by: AccountId; at: number };
};

export type ShownMessage = { message: MessageEntry; marks: MessageMarks };

/** A message that another one answers, its text cut to a line; empty if it was deleted. */
export type Quote = {
  seq: number;
  from: AccountId;
  text: string;
  /** Who wrote it elsewhere. */
  imported?: Imported | undefined;
};

/** What an edited message said before. */
export type MessageVersion = { text: string; at: number };

export type TimelinePage = {
  /** All numbers `from…to` were looked at; none if `to` is the lower one. */
  from: number;
  to: number;
  /** Oldest first: what is shown by itself, and what changes messages only if that was asked for. */
  entries: Entry[];
  /** Only of messages to which something was done. */
  marks?: MessageMarks[] | undefined;
  /** What its messages answer, as far as this computer holds it. */
  quotes?: Quote[] | undefined;
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

export type PrivateState =
  /** This person has asked and waits. */
  | { is: 'asking' }
  /** The other one has asked; until `expiresAt` (this computer's clock) it can be answered. */
  | { is: 'asked'; expiresAt: number }
  | { is: 'open' }
  /** One of the two is not connected just now. */
  | { is: 'interrupted'; who: 'self' | 'partner' }
  /** `by` this person, the partner, or nobody. */
  | {
      is: 'ended';
      /** `not-intact`: something was not what the partner sent, or not all of it. */
      reason: PrivateEndReason | 'connection-lost' | 'not-intact';
      by?: 'self' | 'partner' | undefined;
    };

/** One message of a private chat, in memory only. */
export type PrivateMessage = {
  cid: Cid;
  from: AccountId;
  at: number;
  text: string;
  files?: SentFile[] | undefined;
  state: 'sending' | 'sent' | 'failed';
  /** Why the room would not take it. */
  refusal?: Refusal | undefined;
};

/** A private chat as windows show it; nothing of it is ever on a disk. */
export type PrivateView = {
  room: RoomId;
  private: PrivateId;
  partner: AccountId;
  /** What the room calls them, for a window that shows another room; empty if not known. */
  partnerName: string;
  state: PrivateState;
  /** Oldest first; the newest 1,000. */
  messages: PrivateMessage[];
  /** Messages of the partner that no window has shown yet. */
  unread: number;
  /** This person does not want to be told of it by notifications. */
  isQuiet?: true | undefined;
  /** What both compare to know that nobody is in between (places in the list of signs); missing until there are keys. */
  compare?: { signs: readonly number[]; isDone: boolean } | undefined;
};

export type ConnectionState =
  | { is: 'connecting' }
  | { is: 'signing-in' }
  | { is: 'syncing' }
  | { is: 'live' }
  /** Not connected since `since`; tries again by itself at `nextTryAt`. */
  | { is: 'waiting'; since: number; nextTryAt: number; cause: Refusal }
  /** Stays so until the person does something: open it again, sign in, choose another name. */
  | { is: 'closed'; cause?: Refusal | undefined };

/** A file that this person has sent, and who has no space for it; nobody, if all have. */
export type FileWithoutSpace = {
  in: ConversationId;
  seq: number;
  hash: FileHash;
  accounts: AccountId[];
};
