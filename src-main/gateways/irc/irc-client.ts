import { SeldomSet } from '../../../src-shared/seldom.ts';
import { usualRoomSettings } from '../../../src-shared/protocol/room-settings.ts';
import type { RoomSettings } from '../../../src-shared/protocol/room-settings.ts';
import type { Clock } from '../../../src-shared/outside/clock.ts';
import type { Random } from '../../../src-shared/outside/random.ts';
import type { Refusal } from '../../../src-shared/protocol/codes.ts';
import type { Member } from '../../../src-shared/protocol/members.ts';
import type { AccountId, ConversationId } from '../../../src-shared/protocol/ids.ts';
import type { SessionPort } from '../../server/session-port.ts';
import { ChannelTable } from './channels.ts';
import { IrcOutput, serverNameOf } from './irc-output.ts';
import type { IrcOutputParts } from './irc-output.ts';
import type { IrcRoom } from './irc-room.ts';
import { MonitorList } from './monitor-list.ts';
import { People } from './people.ts';
import { Registration } from './registration.ts';
import type { Reply } from './reply.ts';
import { OwnMessages, Requests } from './requests.ts';

export type SharedRoom = IrcRoom<IrcClient>;

/** A reply waits for it to be delivered. */
export type AwaitedReply = { reply: Reply; release: () => void };

/** What AWAY said, and when (monotonic). */
export type AwayText = { text: string; at: number };

export type IrcClientParts = {
  port: SessionPort;
  clock: Clock;
  random: Random;
  shared: SharedRoom;
  send: IrcOutputParts['send'];
  /** Say why and close. */
  end: (refusal: Refusal) => void;
};

/** What is known of one IRC client, for the commands that it gives. */
export class IrcClient {
  readonly port: SessionPort;
  readonly clock: Clock;
  readonly random: Random;
  readonly shared: SharedRoom;
  readonly out: IrcOutput;
  readonly people: People;
  readonly requests: Requests;
  readonly sends: OwnMessages<AwaitedReply>;
  readonly registration = new Registration();
  readonly monitor = new MonitorList();
  readonly end: (refusal: Refusal) => void;
  channels: ChannelTable;
  /** What it left by PART and has not joined again. */
  readonly parted = new SeldomSet<ConversationId>();
  /** Topics that it is just joining or leaving by a command, which tells of it. */
  readonly moving = new SeldomSet<ConversationId>();
  /** The number in the log from which on it was told what was said; undefined before. */
  toldSinceId: number | undefined;
  /** Undefined if it is not away. */
  away: AwayText | undefined;
  /** Whether the host's log holds what is said to everyone; undefined if the room did not say. */
  logsTexts: boolean | undefined;
  /** What the room's moderators have set, as it was last said. */
  settings: RoomSettings = usualRoomSettings;

  constructor({ port, clock, random, shared, send, end }: IrcClientParts) {
    this.port = port;
    this.clock = clock;
    this.random = random;
    this.shared = shared;
    this.end = end;
    const server = serverNameOf(port.room.name);
    this.out = new IrcOutput({ server, random, send, nick: () => this.nick });
    this.people = new People(port.room, shared);
    this.requests = new Requests(port, clock);
    this.sends = new OwnMessages({ requests: this.requests, random, clock });
    this.channels = new ChannelTable(port.room, []);
  }

  /** The client's own nick; `*` if it has none yet. */
  get nick(): string {
    const self = this.registration.isDone ? this.port.self() : undefined;
    return self ? this.people.nickOf(self) : (this.registration.nick ?? '*');
  }

  isSelf(account: AccountId): boolean {
    return this.port.account() === account;
  }

  isPresent(account: AccountId): boolean {
    return this.isSelf(account) || this.people.present.has(account);
  }

  /** Everybody in the room as far as this client was told, itself included. */
  present(): Member[] {
    const accounts: AccountId[] = [];
    this.eachPresent((account) => accounts.push(account));
    return this.membersOf(accounts);
  }

  eachPresent(see: (account: AccountId) => void): void {
    const { room } = this.port;
    const self = this.port.account();
    if (self !== undefined && !this.people.present.has(self)) see(self);
    this.people.present.eachPlace((place) => {
      const account = room.accountAt(place);
      if (account !== undefined) see(account);
    });
  }

  /** Those of them whom the room knows. */
  membersOf(accounts: Iterable<AccountId>): Member[] {
    const members: Member[] = [];
    for (const account of accounts) {
      const member = this.port.room.member(account);
      if (member) members.push(member);
    }
    return members;
  }
}
