import type { GroupMessageCopy } from '../../../src-shared/member/own-copy.ts';
import type { KeptItem } from './outbox-store.ts';
import type { AccountId, Cid, RoomId } from '../../../src-shared/protocol/ids.ts';

export type ContactRecord = {
  account: AccountId;
  note: string;
  favourite: boolean;
  blocked: boolean;
  muted: boolean;
};

/** A contact group: this person's own list of people. */
export type ContactGroupRecord = { group: string; name: string; members: AccountId[] };

/** Contacts and contact groups stay through a full resync. */
export interface ContactStore {
  /** Only people of whom something is kept. */
  list(room: RoomId): Promise<ContactRecord[]>;
  save(room: RoomId, contact: ContactRecord): Promise<void>;
  listGroups(room: RoomId): Promise<ContactGroupRecord[]>;
  /** Adds or replaces. */
  saveGroup(room: RoomId, group: ContactGroupRecord): Promise<void>;
  /** Its group messages stay until the room is forgotten, so that a removal can be undone. */
  removeGroup(room: RoomId, group: string): Promise<void>;
}

/** A group message that is to be sent, each copy an item of the outbox. */
export type NewGroupMessage = {
  group: string;
  text: string;
  at: number;
  copies: { account: AccountId; item: KeptItem }[];
};

/** A group message, each copy as outbox, log and receipts say that it stands. */
export type GroupMessageRecord = {
  group: string;
  number: number;
  text: string;
  at: number;
  copies: GroupMessageCopy[];
};

export interface GroupMessageStore {
  /** With its outbox items, in one transaction. */
  add(room: RoomId, message: NewGroupMessage): Promise<GroupMessageRecord>;
  /** The newest 100 of a contact group, oldest first. */
  list(room: RoomId, group: string): Promise<GroupMessageRecord[]>;
  /** The newest 100 that hold one of these cids. */
  find(room: RoomId, cids: readonly Cid[]): Promise<GroupMessageRecord[]>;
}
