import type {
  MessageVersion,
  SearchPage,
  ShownMessage,
  TimelinePage,
} from '../../../src-shared/member/own-copy.ts';
import type { Draft, DraftAim } from '../../../src-shared/member/draft-aim.ts';
import type { Entry, MessageEntry } from '../../../src-shared/protocol/entries.ts';
import type { FileHash } from '../../../src-shared/protocol/files.ts';
import type { FileKind } from '../../../src-shared/text/file-kinds.ts';
import type { AccountId, ConversationId, RoomId } from '../../../src-shared/protocol/ids.ts';

/**
 * The copy of one conversation: always the numbers `firstSeq…lastSeq` without a hole. `lastSeq` 0 means
 * that nothing is held; `firstSeq` not above `oldestSeq` that everything older is here too.
 */
export type ConversationRecord = {
  in: ConversationId;
  firstSeq: number;
  lastSeq: number;
  /** The first number that the room gives this person, as far as that is known. */
  oldestSeq: number;
  readSeq: number;
  /** Messages of others above `readSeq`; if there are none, those of one's own that were marked unread. */
  unread: number;
  /** Those of them that mention this person or hold one of their words. */
  mentions: number;
  /** Nobody whom this person has blocked wrote it; `unread` leaves those out too. */
  lastMessage?: MessageEntry | undefined;
  draft: string;
  /** What it answers, and which message is changed beside it. */
  aim?: DraftAim | undefined;
  /** Of a direct conversation: up to here it has reached the other one, 0 if not known. */
  deliveredSeq: number;
};

export interface ConversationStore {
  list(room: RoomId): Promise<ConversationRecord[]>;
  /** Never moves backwards. */
  markRead(room: RoomId, conversation: ConversationId, seq: number): Promise<ConversationRecord>;
  /** All from this number on is unread again, of which one's own count where there is nothing else; never moves forwards. */
  markUnread(room: RoomId, conversation: ConversationId, seq: number): Promise<ConversationRecord>;
  /** Never moves backwards. */
  markDelivered(
    room: RoomId,
    conversation: ConversationId,
    seq: number,
  ): Promise<ConversationRecord>;
  noteOldest(room: RoomId, conversation: ConversationId, seq: number): Promise<ConversationRecord>;
  saveDraft(room: RoomId, conversation: ConversationId, draft: Draft): Promise<void>;
}

export type TimelineQuery = {
  room: RoomId;
  in: ConversationId;
  before?: number | undefined;
  after?: number | undefined;
  around?: number | undefined;
  /** What changes a message too, as entries among the others. */
  changes?: true | undefined;
  limit: number;
};

export interface EntryStore {
  /**
   * Adds entries of one conversation, oldest first and without a hole, that touch the held range at
   * either end (or start it). Own messages leave the outbox by their `cid` in the same transaction.
   * Answers with the conversation as it is then; refused with `data-full` before the disk is.
   */
  add(
    room: RoomId,
    conversation: ConversationId,
    entries: readonly Entry[],
  ): Promise<ConversationRecord>;
  /** Takes out what is below a number, the oldest first, at most `expiredAtOnce`. What is saved of it goes too. */
  dropBelow(
    room: RoomId,
    conversation: ConversationId,
    firstSeq: number,
  ): Promise<{ record: ConversationRecord; isDone: boolean }>;
  /** What those that the next `dropBelow` takes out have with them. */
  filesBelow(room: RoomId, conversation: ConversationId, firstSeq: number): Promise<FileHash[]>;
  readTimeline(query: TimelineQuery): Promise<TimelinePage>;
  /** Those of these messages that are held, as people see them. */
  readMessages(
    room: RoomId,
    conversation: ConversationId,
    seqs: readonly number[],
  ): Promise<ShownMessage[]>;
  /** What is pinned and held, newest first. */
  readPinned(room: RoomId, conversation: ConversationId): Promise<ShownMessage[]>;
  /** Messages with pictures beside a number, the nearest first. */
  readPictures(query: PictureQuery): Promise<ShownMessage[]>;
  /** What it said before, oldest first; nothing of one that was deleted, or is not held. */
  readVersions(room: RoomId, conversation: ConversationId, seq: number): Promise<MessageVersion[]>;
  /** The first entry of a timeline that is held of that time or later, else the last one; 0 if none is. */
  firstSince(room: RoomId, conversation: ConversationId, at: number): Promise<number>;
}

export type PictureQuery = {
  room: RoomId;
  in: ConversationId;
  side: 'older' | 'newer';
  seq: number;
  limit: number;
};

export type SearchQuery = {
  room?: RoomId | undefined;
  in?: ConversationId | undefined;
  text: string;
  from?: AccountId | undefined;
  before?: number | undefined;
  after?: number | undefined;
  /** Only what holds a link, has files of that kind with it, mentions this person, is pinned. */
  hasLink?: true | undefined;
  hasFile?: FileKind | 'any' | undefined;
  mentionsMe?: true | undefined;
  isPinned?: true | undefined;
  next?: string | undefined;
  limit: number;
};

export interface MessageSearch {
  find(query: SearchQuery): Promise<SearchPage>;
}
