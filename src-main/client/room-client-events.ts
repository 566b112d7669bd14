import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import type { Member } from '../../src-shared/protocol/frames.ts';
import type { ConversationId, PrivateId } from '../../src-shared/protocol/ids.ts';
import type { PrivateRecord } from './private-chat.ts';
import type { GroupRecord } from './replica-port.ts';

/** What has changed; everything said here is on disk already. */
export type RoomClientEvents = {
  /** The record or the state of the connection. */
  changed: () => void;
  /** New at the end of a conversation, oldest first. */
  appended: (conversation: ConversationId, entries: readonly Entry[]) => void;
  conversationChanged: (conversation: ConversationId) => void;
  membersChanged: (members: Member[]) => void;
  outboxChanged: (conversation: ConversationId) => void;
  /** Up to where a direct conversation has reached the other one. */
  deliveredChanged: (conversation: ConversationId) => void;
  groupsChanged: (groups: GroupRecord[]) => void;
  /** Kept in memory only. */
  privateChanged: (chat: PrivateRecord) => void;
  privateRemoved: (id: PrivateId) => void;
  /** The copy was thrown away and is fetched again (W9). */
  resynced: (cause: Refusal) => void;
};
