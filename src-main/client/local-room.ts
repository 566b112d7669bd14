import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Random } from '../../src-shared/outside/random.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { Outbox } from './outbox.ts';
import { Receipts } from './receipts.ts';
import type { Replica } from './replica/replica.ts';
import type { RoomRecord } from './replica/room-records.ts';
import type { Entered } from './sign-in.ts';
import type { RoomClientEvents } from './room-client-parts.ts';
import { RoomCopy } from './room-copy.ts';
import { RoomGroups } from './room-groups.ts';
import { RoomMembers } from './room-members.ts';
import { RoomPrivates } from './room-privates.ts';
import { RoomSync } from './room-sync.ts';
import type { RoomSyncParts } from './room-sync.ts';

export type LocalRoomParts = {
  record: () => RoomRecord;
  replica: Replica;
  clock: Clock;
  random: Random;
  events: RoomClientEvents;
  receipts: () => boolean;
  mayAsk: (from: AccountId) => boolean;
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
  readonly #parts: LocalRoomParts;

  constructor(parts: LocalRoomParts) {
    const { replica, clock, random, events, mayAsk, failed } = parts;
    const { room } = parts.record();
    this.#parts = parts;
    this.copy = new RoomCopy(replica, room);
    this.members = new RoomMembers({ replica, room, failed, changed: events.membersChanged });
    this.groups = new RoomGroups({ replica, room, random, failed, changed: events.groupsChanged });
    const { outboxChanged, privateChanged, privateRemoved } = events;
    this.outbox = new Outbox({ replica, room, clock, random, failed, changed: outboxChanged });
    this.privates = new RoomPrivates({
      clock,
      random,
      mayAsk,
      own: () => parts.record().account,
      changed: privateChanged,
      removed: privateRemoved,
    });
    this.receipts = new Receipts({
      copy: this.copy,
      clock,
      isOn: parts.receipts,
      failed,
      delivered: (conversation) => {
        events.deliveredChanged(conversation);
        events.conversationChanged(conversation);
      },
    });
  }

  async load(): Promise<void> {
    const { copy, members, groups, outbox } = this;
    await Promise.all([copy.load(), members.load(), groups.load(), outbox.load()]);
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
    const { clock, events, failed, record } = this.#parts;
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
      progress: record,
      ...kept,
      stored: (conversation, entries, newer) => {
        this.outbox.confirmed(entries);
        if (newer) receipts.arrived(conversation, entries, own);
        if (newer && entries.length > 0) events.appended(conversation, entries);
        events.conversationChanged(conversation);
      },
      failed,
    });
    this.outbox.attach({ link, sync, limits: greeting.limits, own });
    this.groups.attach({ link, own });
    this.privates.attach({ link, limits: greeting.limits });
    return sync;
  }

  /** The copy is up to date, and the room has said everything. */
  caughtUp({ link, admission }: Entered): void {
    this.privates.caughtUp();
    this.receipts.attach({ link, own: admission.account });
  }

  detach(): void {
    this.outbox.detach();
    this.groups.detach();
    this.privates.detach();
    this.receipts.detach();
  }
}
