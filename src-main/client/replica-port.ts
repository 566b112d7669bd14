import type { GroupMessageCopy } from '../../src-shared/bridge/contact-groups.ts';
import type { OutboxItem, TimelinePage } from '../../src-shared/bridge/conversations.ts';
import type { SearchPage } from '../../src-shared/bridge/search.ts';
import type { StoreFinding } from '../../src-shared/host/host-log.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { Entry, MessageEntry } from '../../src-shared/protocol/entries.ts';
import type { Group } from '../../src-shared/protocol/groups.ts';
import type { Member } from '../../src-shared/protocol/members.ts';
import type {
  AccountId,
  Cid,
  ConversationId,
  DeviceId,
  Epoch,
  RoomId,
  Secret,
} from '../../src-shared/protocol/ids.ts';

/** One membership as this computer keeps it. */
export type RoomRecord = {
  room: RoomId;
  name: string;
  epoch: Epoch;
  account: AccountId;
  ownName: string;
  hosted: boolean;
  /** Where it is reached; for a hosted room `host` is empty and `port` the one it listens on. */
  host: string;
  port: number;
  /** For `resume`; missing where the last sign-in's was used up. */
  token?: Secret | undefined;
  /** Position of the log up to which every conversation's `lastSeq` was learnt (`sync`). */
  syncedTo: number;
  /** Bytes that older history has brought in all, roughly. */
  olderBytes: number;
  lastOpenedAt: number;
  /** Open rooms are opened again when the app starts. */
  open: boolean;
};

/**
 * The copy of one conversation: always the numbers `firstSeq…lastSeq` without a hole. `lastSeq` 0 means
 * that nothing is held; `firstSeq` 1 that everything older is here too.
 */
export type ConversationRecord = {
  in: ConversationId;
  firstSeq: number;
  lastSeq: number;
  readSeq: number;
  /** Messages of others above `readSeq`. */
  unread: number;
  /** Nobody whom this person has blocked wrote it; `unread` leaves those out too. */
  lastMessage?: MessageEntry | undefined;
  draft: string;
  /** Of a direct conversation: up to here it has reached the other one, 0 where not known. */
  deliveredSeq: number;
};

/** What is known of a group conversation; one that was left is kept. */
export type GroupRecord = Group & { standing: 'member' | 'left' };

export type ContactRecord = {
  account: AccountId;
  note: string;
  favourite: boolean;
  blocked: boolean;
  muted: boolean;
};

/** A contact group: this person's own list of people. */
export type ContactGroupRecord = { group: string; name: string; members: AccountId[] };

/** A group message that is to be sent, each copy an item of the outbox. */
export type NewGroupMessage = {
  group: string;
  text: string;
  at: number;
  copies: { account: AccountId; item: OutboxItem }[];
};

/** A group message, each copy as outbox, log and receipts say that it stands. */
export type GroupMessageRecord = {
  group: string;
  number: number;
  text: string;
  at: number;
  copies: GroupMessageCopy[];
};

export type TimelineQuery = {
  room: RoomId;
  in: ConversationId;
  before?: number | undefined;
  after?: number | undefined;
  around?: number | undefined;
  limit: number;
};

export type SearchQuery = {
  room?: RoomId | undefined;
  in?: ConversationId | undefined;
  text: string;
  from?: AccountId | undefined;
  before?: number | undefined;
  after?: number | undefined;
  next?: string | undefined;
  limit: number;
};

/** This installation's own secrets, made at its first start. */
export type Profile = { device: DeviceId; deviceSecret: Secret };

/**
 * A member's own disk: memberships, a copy of what the person may see with its full-text index, outbox,
 * drafts, read marks and settings. A write is on disk when its promise resolves; writes that are asked for
 * in one turn of the loop share a transaction. Rejects with `ReplicaError` where the disk says no.
 */
export interface Replica {
  /** Reads the profile, or stores `fresh` as the profile of a new installation. */
  profile(fresh: Profile): Promise<Profile>;
  readSettings(): Promise<Record<string, string>>;
  saveSettings(settings: Record<string, string>): Promise<void>;

  listRooms(): Promise<RoomRecord[]>;
  /** Adds or replaces. */
  saveRoom(record: RoomRecord): Promise<void>;
  updateRoom(room: RoomId, change: Partial<Omit<RoomRecord, 'room'>>): Promise<void>;
  /** Removes the room with all that belongs to it. */
  removeRoom(room: RoomId): Promise<void>;
  /** Full resync (W9): entries, members and cursors go, outbox, drafts and the record stay. */
  clearCopy(room: RoomId): Promise<void>;

  listMembers(room: RoomId): Promise<Member[]>;
  /** Adds or replaces; `presence` is not kept (everybody is offline until the room says otherwise). */
  saveMembers(room: RoomId, members: readonly Member[]): Promise<void>;

  listConversations(room: RoomId): Promise<ConversationRecord[]>;
  /**
   * Adds entries of one conversation, oldest first and without a hole, that touch the held range at
   * either end (or start it). Own messages leave the outbox by their `cid` in the same transaction.
   * Answers with the conversation as it is then; refused with `data-full` before the disk is.
   */
  addEntries(
    room: RoomId,
    conversation: ConversationId,
    entries: readonly Entry[],
  ): Promise<ConversationRecord>;
  /** Never moves backwards. */
  markRead(room: RoomId, conversation: ConversationId, seq: number): Promise<ConversationRecord>;
  readTimeline(query: TimelineQuery): Promise<TimelinePage>;
  search(query: SearchQuery): Promise<SearchPage>;

  /** Never moves backwards. */
  markDelivered(
    room: RoomId,
    conversation: ConversationId,
    seq: number,
  ): Promise<ConversationRecord>;

  listGroups(room: RoomId): Promise<GroupRecord[]>;
  /** Adds or replaces. */
  saveGroups(room: RoomId, groups: readonly GroupRecord[]): Promise<void>;

  /** Only people of whom something is kept. They stay through a full resync. */
  listContacts(room: RoomId): Promise<ContactRecord[]>;
  saveContact(room: RoomId, contact: ContactRecord): Promise<void>;
  listContactGroups(room: RoomId): Promise<ContactGroupRecord[]>;
  /** Adds or replaces. */
  saveContactGroup(room: RoomId, group: ContactGroupRecord): Promise<void>;
  /** Its group messages stay until the room is forgotten, so that a removal can be undone. */
  removeContactGroup(room: RoomId, group: string): Promise<void>;
  /** With its outbox items, in one transaction. */
  addGroupMessage(room: RoomId, message: NewGroupMessage): Promise<GroupMessageRecord>;
  /** The newest 100 of a contact group, oldest first. */
  listGroupMessages(room: RoomId, group: string): Promise<GroupMessageRecord[]>;
  /** The newest 100 that hold one of these cids. */
  findGroupMessages(room: RoomId, cids: readonly Cid[]): Promise<GroupMessageRecord[]>;

  saveDraft(room: RoomId, conversation: ConversationId, text: string): Promise<void>;

  listOutbox(room: RoomId): Promise<OutboxItem[]>;
  addToOutbox(room: RoomId, item: OutboxItem): Promise<void>;
  changeOutbox(room: RoomId, cid: Cid, state: OutboxItem['state']): Promise<void>;
  removeFromOutbox(room: RoomId, cid: Cid): Promise<void>;

  /** Bytes on disk. */
  size(): Promise<number>;
  /** The next thing that turns out about what is on disk; undefined where nothing more will. One asks at a time. */
  nextFinding(): Promise<StoreFinding | undefined>;
  close(): Promise<void>;
}

/** The disk said no: full, read-only, corrupt, newer, in use. */
export class ReplicaError extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal, options?: ErrorOptions) {
    super(refusal.code, options);
    this.refusal = refusal;
  }
}
