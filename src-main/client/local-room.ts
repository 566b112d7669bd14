import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Random } from '../../src-shared/outside/random.ts';
import type { AccountId, ConversationId, PrivateId } from '../../src-shared/protocol/ids.ts';
import { FullDisks } from './full-disks.ts';
import { Outbox } from './outbox.ts';
import { Receipts } from './receipts.ts';
import type { Replica } from './replica/replica.ts';
import type { RoomRecord, Profile } from './replica/room-records.ts';
import type { Entered } from './sign-in.ts';
import { RoomCopy } from './room-copy.ts';
import { RoomGroups } from './room-groups.ts';
import { RoomLater } from './room-later.ts';
import { RoomModeration } from './room-moderation.ts';
import { RoomMembers } from './room-members.ts';
import { RoomPrivates } from './room-privates.ts';
import { RoomTransfers } from './room-transfers.ts';
import type { TransferView } from './transfer-task.ts';
import type { PrivateFiles } from './private-files.ts';
import type { FileFolder } from '../files/file-folder.ts';
import { Typing } from './typing.ts';
import { RoomSync } from './room-sync.ts';
import type { RoomSyncParts } from './room-sync.ts';
import type { FileHash, SentFile } from '../../src-shared/protocol/files.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { FileWithoutSpace, Quote, ShownMessage } from '../../src-shared/member/own-copy.ts';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import type { Recorded } from '../../src-shared/protocol/moderation.ts';
import type { Member } from '../../src-shared/protocol/members.ts';
import type { Transport } from '../net/transport.ts';
import type { OpenDatagrams } from './datagram-beats.ts';
import type { PrivateRecord } from './private-chat.ts';
import type { GroupRecord } from './replica/people.ts';

export type LocalRoomParts = Pick<
  RoomClientParts,
  | 'replica'
  | 'clock'
  | 'writeEveryMs'
  | 'random'
  | 'events'
  | 'receipts'
  | 'typing'
  | 'reads'
  | 'mayAsk'
  | 'files'
  | 'privateFiles'
  | 'forgetFiles'
  | 'dial'
  | 'reportDefect'
> & {
  record: () => RoomRecord;
  failed: (error: unknown) => void;
};

/** All that this computer has of one room, connected or not. */
export class LocalRoom {
  readonly copy: RoomCopy;
  readonly members: RoomMembers;
  readonly groups: RoomGroups;
  readonly privates: RoomPrivates;
  readonly outbox: Outbox;
  readonly receipts: Receipts;
  readonly typing: Typing;
  readonly moderation: RoomModeration;
  readonly later: RoomLater;
  readonly transfers: RoomTransfers;
  readonly fullDisks: FullDisks;
  readonly #parts: LocalRoomParts;

  constructor(parts: LocalRoomParts) {
    const { replica, clock, random, events, mayAsk, failed } = parts;
    const { room } = parts.record();
    this.#parts = parts;
    this.copy = new RoomCopy(replica, room, {
      forgetFiles: (hashes) => {
        for (const hash of hashes) this.transfers.drop({ hash });
        return parts.forgetFiles(hashes);
      },
      dropped: events.expired,
    });
    this.moderation = new RoomModeration(room);
    this.members = new RoomMembers({ replica, room, failed, changed: events.membersChanged });
    this.groups = new RoomGroups({ replica, room, random, failed, changed: events.groupsChanged });
    const { outboxChanged, privateChanged, privateRemoved } = events;
    this.fullDisks = new FullDisks({ clock, changed: events.fileSpaceChanged });
    this.transfers = new RoomTransfers({
      clock,
      folder: parts.files,
      privateFolder: parts.privateFiles.folder,
      tellOfFile: (told) => this.privates.tellOfFile(told),
      dial: () => parts.dial(parts.record()),
      changed: events.fileChanged,
      foundSpace: (...found) => this.fullDisks.found(...found),
      dropped: (hash) => this.fullDisks.over(hash),
      reportDefect: parts.reportDefect,
    });
    const bring = async (files: readonly SentFile[]): Promise<Refusal | undefined> => {
      const refusals = await Promise.all(files.map((file) => this.transfers.bring(file)));
      return refusals.find((refusal) => refusal !== undefined);
    };
    this.outbox = new Outbox({
      replica,
      room,
      clock,
      random,
      failed,
      bring,
      leave: (files) => {
        for (const { hash } of files) this.transfers.leave(hash);
      },
      changed: outboxChanged,
      laterTaken: (...taken) => this.later.taken(...taken),
      laterSettled: () => this.later.refresh(),
    });
    const { outbox } = this;
    this.later = new RoomLater({ replica, room, outbox, clock, random, failed });
    this.privates = new RoomPrivates({
      clock,
      random,
      mayAsk,
      room,
      own: () => parts.record().account,
      files: parts.privateFiles,
      transfers: this.transfers,
      changed: privateChanged,
      removed: privateRemoved,
    });
    this.typing = new Typing({ clock, isOn: parts.typing, changed: events.typingChanged });
    this.receipts = new Receipts({
      copy: this.copy,
      clock,
      isOn: parts.receipts,
      showsReads: parts.reads,
      readsChanged: events.readsChanged,
      failed,
      delivered: (conversation) => {
        events.deliveredChanged(conversation);
        events.conversationChanged(conversation);
      },
    });
  }

  async load(): Promise<void> {
    const parts = [this.copy, this.members, this.groups, this.outbox, this.later];
    await Promise.all(parts.map((part) => part.load()));
  }

  /** Resolves when every write that was begun is done or has failed. */
  async settled(): Promise<void> {
    await Promise.all([this.copy.settled(), this.members.settled(), this.groups.settled()]);
  }

  /** Full resync (W9): what the room said goes, what was written stays. */
  async clear(): Promise<void> {
    await Promise.all([this.members.settled(), this.groups.settled(), this.copy.clear()]);
    this.members.clear();
    this.groups.clear();
    this.receipts.clear();
    this.privates.endAll();
  }

  /** What is asked and written goes over this connection from now on; returns what keeps the copy up to date. */
  attach(
    { link, greeting, admission }: Entered,
    kept: Pick<RoomSyncParts, 'saveProgress' | 'incomplete'>,
  ): RoomSync {
    const { copy, members, groups, receipts } = this;
    const { clock, writeEveryMs = 0, events, failed, record } = this.#parts;
    const own = admission.account;
    const sync = new RoomSync({
      link,
      greeting,
      own,
      copy,
      members,
      groups,
      receipts,
      clock,
      writeEveryMs,
      progress: record,
      ...kept,
      stored: (conversation, entries, { newer, ...touched }) => {
        this.outbox.confirmed(entries);
        this.later.sent(entries);
        if (newer) this.typing.arrived(conversation, entries, own);
        if (newer) receipts.arrived(conversation, entries, own);
        const { quotes = [], changed = [] } = touched;
        if (newer && entries.length > 0) events.appended(conversation, entries, quotes);
        if (changed.length > 0) events.messagesChanged(conversation, changed);
        events.conversationChanged(conversation);
      },
      failed,
    });
    this.outbox.attach({ link, sync, limits: greeting.limits, own });
    this.groups.attach({ link, own });
    this.moderation.attach(link);
    this.later.attach({ link, own });
    this.transfers.attach({ link, own });
    this.fullDisks.attach(link);
    this.privates.attach({ link, limits: greeting.limits });
    this.typing.attach(link);
    return sync;
  }

  /** The copy is up to date, and the room has said everything. */
  caughtUp({ link, admission }: Entered): void {
    this.privates.caughtUp();
    this.later.refresh();
    this.receipts.attach({ link, own: admission.account });
  }

  detach(): void {
    this.outbox.detach();
    this.groups.detach();
    this.moderation.detach();
    this.later.detach();
    this.transfers.detach();
    this.fullDisks.detach();
    this.privates.detach();
    this.receipts.detach();
    this.typing.detach();
  }
}

/** What has changed; everything said here is on disk already. */
export type RoomClientEvents = {
  /** The record or the state of the connection. */
  changed: () => void;
  /** New at the end of a conversation, oldest first. */
  appended: (
    conversation: ConversationId,
    entries: readonly Entry[],
    quotes: readonly Quote[],
  ) => void;
  /** Messages that were said before and have been changed. */
  messagesChanged: (conversation: ConversationId, messages: readonly ShownMessage[]) => void;
  conversationChanged: (conversation: ConversationId) => void;
  /** What was before this number is gone from the room, and from here. */
  expired: (conversation: ConversationId, firstSeq: number) => void;
  membersChanged: (members: Member[]) => void;
  outboxChanged: (conversation: ConversationId) => void;
  /** A file on its way, or at its end. */
  fileChanged: (file: TransferView) => void;
  /** Who has no space for what this person has sent. */
  fileSpaceChanged: (file: FileWithoutSpace) => void;
  /** Up to where a direct conversation has reached the other one. */
  deliveredChanged: (conversation: ConversationId) => void;
  groupsChanged: (groups: GroupRecord[]) => void;
  typingChanged: (conversation: ConversationId) => void;
  /** How far others have read there. */
  readsChanged: (conversation: ConversationId) => void;
  /** Who did what to whom just now. */
  recorded: (entry: Recorded) => void;
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
  /** Of what comes live (`ConversationFeed`); each turn of the loop if missing. */
  writeEveryMs?: number | undefined;
  random: Random;
  /** Name and version for the host's log. */
  program: string;
  /** What this computer is called. */
  computer?: string | undefined;
  /** Rejects with a `DialError` if nobody can be reached. */
  dial: (record: RoomRecord) => Promise<Transport>;
  /** Where files lie that are sent or were fetched. */
  files: FileFolder;
  /** Those of private chats of all rooms. */
  privateFiles: PrivateFiles;
  /** Their message is deleted. */
  forgetFiles: (hashes: readonly FileHash[]) => Promise<void>;
  /** For heartbeats (W10); missing or undefined if there can be none, then they go over TCP. */
  openDatagrams?: OpenDatagrams | undefined;
  /** Whether others may know that their messages have arrived here (W11). */
  receipts: () => boolean;
  /** Whether others may know that this person types. */
  typing: () => boolean;
  /** Whether others may know how far this person has read. */
  reads: () => boolean;
  /** Whether the person is asked at all when somebody asks for a private chat. */
  mayAsk: (from: AccountId) => boolean;
  events: RoomClientEvents;
  reportDefect: (error: unknown) => void;
};
