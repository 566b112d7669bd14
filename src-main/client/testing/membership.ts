import { FileFolder } from '../../files/file-folder.ts';
import type { Recorded } from '../../../src-shared/protocol/moderation.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { ManualClock } from '../../../src-shared/outside/manual-clock.ts';
import { seededRandom } from '../../../src-shared/outside/random.ts';
import type { Refusal } from '../../../src-shared/protocol/codes.ts';
import type { FileWithoutSpace } from '../../../src-shared/member/own-copy.ts';
import type { Entry } from '../../../src-shared/protocol/entries.ts';
import type { Member } from '../../../src-shared/protocol/members.ts';
import type {
  ConversationId,
  DeviceId,
  Epoch,
  PrivateId,
  Secret,
} from '../../../src-shared/protocol/ids.ts';
import { DialError } from '../../net/transport.ts';
import { openReplica } from '../../storage/replica/sqlite-replica.ts';
import type { OpenDatagrams } from '../datagram-beats.ts';
import type { PrivateRecord } from '../private-chat.ts';
import type { GroupRecord } from '../replica/people.ts';
import { samplePin } from '../../net/testing/sample-key.ts';
import type { Replica } from '../replica/replica.ts';
import type { Profile, RoomRecord } from '../replica/room-records.ts';
import { PrivateFiles } from '../private-files.ts';
import { RoomClient } from '../room-client.ts';
import { own, roomId, ScriptedRoom } from './scripted-room.ts';
import { until } from './turns.ts';

export const profile: Profile = {
  device: 'device0000000000' as DeviceId,
  deviceSecret: 's'.repeat(43) as Secret,
};

export const record: RoomRecord = {
  room: roomId,
  name: 'Kitchen',
  epoch: 'epoch000' as Epoch,
  account: own,
  ownName: 'ali',
  hosted: false,
  host: 'kitchen.example',
  pin: samplePin,
  port: 12345,
  syncedTo: 0,
  olderBytes: 0,
  seenId: 0,
  seenAt: 0,
  lastOpenedAt: 0,
  isAnnounced: false,
  isPortMapped: false,
  open: true,
};

export type MembershipOptions = {
  room?: ScriptedRoom;
  replica?: Replica;
  from?: RoomRecord;
  openDatagrams?: OpenDatagrams | undefined;
};

export type Heard = {
  /** How often it was said that something has changed. */
  changes: number;
  states: string[];
  appended: Entry[];
  members: Member[];
  resynced: Refusal[];
  defects: unknown[];
  outbox: ConversationId[];
  delivered: ConversationId[];
  groups: GroupRecord[];
  recorded: Recorded[];
  privates: PrivateRecord[];
  privatesRemoved: PrivateId[];
  withoutSpace: FileWithoutSpace[];
};

export function newReplica(): Replica {
  const folder = mkdtempSync(join(tmpdir(), 'oda-client-'));
  const replica = openReplica({ folder });
  onTestFinished(async () => {
    await replica.file.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return replica;
}

/** One membership over a scripted room, its replica real and on disk; time stands still. */
export class Membership {
  readonly clock = new ManualClock();
  readonly heard: Heard = {
    changes: 0,
    states: [],
    appended: [],
    members: [],
    resynced: [],
    defects: [],
    outbox: [],
    delivered: [],
    groups: [],
    recorded: [],
    privates: [],
    privatesRemoved: [],
    withoutSpace: [],
  };
  readonly room: ScriptedRoom;
  readonly replica: Replica;
  readonly client: RoomClient;
  /** What the person has chosen. */
  receipts = true;
  reads = true;
  mayAsk = true;
  /** Nobody answers at the address while it is false. */
  isReachable = true;
  /** Nobody answers before. */
  door: Promise<void> = Promise.resolve();

  constructor({
    room = new ScriptedRoom(),
    replica = newReplica(),
    from = record,
    openDatagrams,
  }: MembershipOptions = {}) {
    this.room = room;
    this.replica = replica;
    const { heard } = this;
    this.client = new RoomClient({
      record: from,
      profile,
      replica,
      clock: this.clock,
      random: seededRandom(11),
      program: 'Oda test',
      dial: async () => {
        await this.door;
        if (!this.isReachable) throw new DialError({ code: 'nobody-listening' });
        return room.connect();
      },
      receipts: () => this.receipts,
      typing: () => true,
      reads: () => this.reads,
      mayAsk: () => this.mayAsk,
      openDatagrams,
      forgetFiles: async () => undefined,
      files: new FileFolder(join(tmpdir(), 'oda-no-files')),
      privateFiles: new PrivateFiles(
        new FileFolder(join(tmpdir(), 'oda-no-private-files')),
        (error) => heard.defects.push(error),
      ),
      reportDefect: (error) => heard.defects.push(error),
      events: {
        changed: () => {
          heard.changes += 1;
          const { is: state } = this.client.connection;
          if (heard.states.at(-1) !== state) heard.states.push(state);
        },
        appended: (_conversation, entries) => heard.appended.push(...entries),
        messagesChanged: () => undefined,
        expired: () => undefined,
        typingChanged: () => undefined,
        fileSpaceChanged: (file) => heard.withoutSpace.push(file),
        fileChanged: () => undefined,
        readsChanged: () => undefined,
        conversationChanged: () => undefined,
        membersChanged: (members) => heard.members.push(...members),
        outboxChanged: (conversation) => heard.outbox.push(conversation),
        deliveredChanged: (conversation) => heard.delivered.push(conversation),
        groupsChanged: (groups) => heard.groups.push(...groups),
        recorded: (entry) => heard.recorded.push(entry),
        privateChanged: (chat) => heard.privates.push(chat),
        privateRemoved: (id) => heard.privatesRemoved.push(id),
        resynced: (cause) => heard.resynced.push(cause),
      },
    });
    onTestFinished(() => {
      room.cut();
      return this.client.stop();
    });
  }

  /** Reads what is on disk; the first time the membership is put there. */
  async load(): Promise<this> {
    const known = await this.replica.rooms.list();
    if (known.length === 0) await this.replica.rooms.save(this.client.record);
    await this.client.load();
    return this;
  }

  async goLive(): Promise<this> {
    await this.load();
    this.client.retryNow();
    await this.untilState('live');
    return this;
  }

  untilState(state: RoomClient['connection']['is']): Promise<void> {
    return until(() => this.client.connection.is === state, `state ${state}`);
  }

  /** Numbers and texts that the replica shows, oldest first. */
  async timeline(conversation: ConversationId): Promise<string[]> {
    const page = await this.replica.entries.readTimeline({
      room: roomId,
      in: conversation,
      limit: 500,
    });
    return page.entries.map((entry) => (entry.type === 'message' ? entry.text : entry.type));
  }
}

export async function openMembership(options?: MembershipOptions): Promise<Membership> {
  return new Membership(options).load();
}
