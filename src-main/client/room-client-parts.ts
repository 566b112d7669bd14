import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Random } from '../../src-shared/outside/random.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import type { Member } from '../../src-shared/protocol/members.ts';
import type { AccountId, ConversationId, PrivateId } from '../../src-shared/protocol/ids.ts';
import type { Transport } from '../net/transport.ts';
import type { OpenDatagrams } from './datagram-beats.ts';
import type { PrivateRecord } from './private-chat.ts';
import type { GroupRecord } from './replica/people.ts';
import type { Replica } from './replica/replica.ts';
import type { Profile, RoomRecord } from './replica/room-records.ts';

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

export type RoomClientParts = {
  record: RoomRecord;
  profile: Profile;
  replica: Replica;
  clock: Clock;
  random: Random;
  /** Name and version for the host's log. */
  program: string;
  /** Rejects with a `DialError` if nobody can be reached. */
  dial: (record: RoomRecord) => Promise<Transport>;
  /** For heartbeats (W10); missing or undefined if there can be none, then they go over TCP. */
  openDatagrams?: OpenDatagrams | undefined;
  /** Whether others may know that their messages have arrived here (W11). */
  receipts: () => boolean;
  /** Whether the person is asked at all when somebody asks for a private chat. */
  mayAsk: (from: AccountId) => boolean;
  events: RoomClientEvents;
  reportDefect: (error: unknown) => void;
};
