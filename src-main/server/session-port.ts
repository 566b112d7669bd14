import type { Dialect } from '../../src-shared/host/host-log.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Random } from '../../src-shared/outside/random.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type {
  Answer,
  Command,
  NoticeFrame,
  ToldFrame,
} from '../../src-shared/protocol/protocol.ts';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import type { Group } from '../../src-shared/protocol/groups.ts';
import type { Member, Presence } from '../../src-shared/protocol/members.ts';
import type { HistoryPage } from '../../src-shared/protocol/history.ts';
import type { AccountId, ConversationId, RoomId } from '../../src-shared/protocol/ids.ts';
import type { RoomSettings } from '../../src-shared/protocol/room-settings.ts';
import type { KnownName } from '../../src-shared/typed/read-address.ts';
import type { Topic } from '../../src-shared/protocol/topics.ts';
import type { FileTurns } from '../files/file-turns.ts';
import type { Standing } from '../room/roster.ts';
import type { OpenFileOf } from './opened-file.ts';
import type { SendQueue } from '../net/send-queue.ts';
import type { Transport, Urgency } from '../net/transport.ts';

/** Entries that one turn of the loop brought to one conversation, oldest first. */
export type Delivery = {
  conversation: ConversationId;
  entries: readonly Entry[];
  /** The entries as a line of Oda's own protocol: encoded once for all but those who wrote some of them. */
  bytes: Uint8Array;
  /** Who comes and goes can rest; what is said should not. */
  urgency: Urgency;
};

/** What is told besides entries, to one or many sessions. */
export type Telling<F extends NoticeFrame | ToldFrame = NoticeFrame | ToldFrame> = {
  frames: readonly F[];
  /** Each frame as a line of Oda's own protocol. */
  bytes: Uint8Array;
  urgency: Urgency;
};

/** One peer as the room's runner speaks to it, in whatever dialect. */
export interface SessionPeer {
  answer(rid: number, fields: Answer): void;
  /** The answer to `read-history`. */
  answerPage(rid: number, page: HistoryPage): void;
  refuse(rid: number, refusal: Refusal): void;
  /** Left out for a peer that is behind. */
  deliver(delivery: Delivery): void;
  /** Left out for a peer that is behind. */
  notice(telling: Telling<NoticeFrame>): void;
  /** Never left out. Peers of plain dialects are not told of private chats. */
  tellPrivate(telling: Telling<ToldFrame>): void;
  /** It has signed in: the stricter limits of strangers end. */
  admitted(): void;
  /** It waits to be let in, and may say so much more until then. */
  held(): void;
  /** From now on files go over the connection; the answer to `open-file` follows. */
  transfer(rid: number, open: OpenFileOf, turns: FileTurns): void;
  /** Say why and close; `SessionPort.closed` follows. */
  end(refusal: Refusal): void;
}

/** What a connection of any dialect may do with the room (the gateways' port). */
export interface SessionPort {
  readonly room: RoomDirectory;
  handle(command: Command): void;
  /**
   * In place of `hello` and `sign-in`, for a plain program: comes in as a guest of this name. Answered
   * like `sign-in` (without a token) or refused: `name-empty`, `name-too-long`, `name-not-allowed`,
   * `name-taken` (somebody is in under it, or it belongs to an account), `try-later`, `store-full`,
   * `store-failed`. A guest who is in goes on under the new name: the one before has left.
   */
  enterAsGuest(rid: number, name: string, roomPassword?: string): void;
  /** Any sign of life. */
  heard(): void;
  /** Who this session is; undefined until it has signed in. */
  self(): Member | undefined;
  /** The same, by its account alone: asked by everybody who is told something. */
  account(): AccountId | undefined;
  /** Once, at the end of the connection; `reason` if this side ended it. */
  closed(reason: Refusal['code'] | undefined): void;
}

/** Who is who in the room, read as it stands now. */
export interface RoomDirectory {
  readonly id: RoomId;
  readonly name: string;
  /** The host's log holds the texts of `everyone`. */
  readonly logsTexts: boolean;
  /** Whoever is new needs the room's password. */
  readonly hasPassword: boolean;
  /** What members and guests are kept from. */
  readonly forbidden: RoomSettings['forbidden'];
  member(account: AccountId): Member | undefined;
  /** By the name as written, in any case, look-alikes being one. */
  findMember(name: string): Member | undefined;
  /** All names that somebody has, online or not, with the keys by which they are compared. */
  names(): Iterable<KnownName>;
  standing(account: AccountId): Standing | undefined;
  /** Everybody the room knows, guests of earlier days too, in the order of their places and from this one on. */
  standings(from?: number): Iterable<Standing>;
  /** A number for each account that there is, from 0 on; it stays for as long as the room runs. */
  placeOf(account: AccountId): number | undefined;
  accountAt(place: number): AccountId | undefined;
  /** Of all accounts; for who asks of everybody and needs no more. */
  eachPresence(see: (place: number, presence: Presence) => void): void;
  /** How many sessions the account has now, of whatever dialect. */
  sessionsOf(account: AccountId): number;
  /** The groups and topics that this account is in now. */
  groupsOf(account: AccountId): Group[];
  /** All topics, joined or not. */
  topics(): Iterable<Topic>;
  /** Undefined if it is none. */
  topic(conversation: ConversationId): Topic | undefined;
  /** By its name as written, `#` in front or not. */
  findTopic(name: string): Topic | undefined;
  /** Who is in a group or a topic. */
  peopleIn(conversation: ConversationId): AccountId[];
}

/** What the server gives to a connection, whatever it speaks. */
export type ConnectionParts = {
  transport: Transport;
  clock: Clock;
  random: Random;
  openSession: (peer: SessionPeer) => SessionPort;
  /** It has signed in. */
  onAdmitted: () => void;
  /** The transport has ended. */
  onClosed: () => void;
};

/** One connection as the server holds it, whatever it speaks. */
export interface RoomConnection {
  /** It has not signed in. */
  readonly isStranger: boolean;
  /** Whose session it is; undefined until it has signed in. */
  readonly memberName: string | undefined;
  /** Say why and close. */
  end(refusal: Refusal): void;
  /** Hang up, whether the peer has heard why or not. */
  destroy(): void;
}

/** What a speaker has of its connection. */
export type SpeakerParts = Pick<ConnectionParts, 'clock' | 'random'> & {
  session: SessionPort;
  out: SendQueue;
  /** Reads on: what was waited for is there. */
  goOn: () => void;
  /** Say why and close. */
  end: (refusal: Refusal) => void;
};

/**
 * One peer's dialect: makes commands of its bytes, and bytes of what the room tells. When it may read and write, and
 * when it begins and ends, is its connection's to say.
 */
export interface Speaker extends Omit<SessionPeer, 'admitted' | 'held' | 'transfer' | 'end'> {
  /** So many are read in one turn of the loop: then others have theirs. */
  readonly linesPerTurn: number;
  /** So many may be read in all as things stand; one more ends the connection. */
  readonly maxLines: number;
  /** It waits for the room before it takes another line. */
  readonly isBusy: boolean;
  /** So much waits that no more should come in. */
  readonly isFull: boolean;
  /** Once, before anything was heard. */
  greet?(): void;
  add(chunk: Uint8Array): void;
  /** Of what is added nothing is looked at later. */
  readonly keepsNothing?: boolean;
  /**
   * The next whole line, as what is to be done about it; undefined if there is none. `isLast`: nothing more will
   * come, and what has no end so far is whole.
   */
  take(how: { isLast: boolean }): (() => void) | undefined;
  /** The peer says nothing more, and all that it said was done. Without it such a peer is gone at once. */
  saidAll?(): void;
  admitted?(): void;
  held?(): void;
  /** All that was said to it has left this computer. */
  drained?(): void;
  /** Live events were left out for it, and it has drained. */
  caughtUp?(): void;
  /** Every `heartbeatMs`. */
  beat?(): void;
  /** Its last words. */
  goodbye(refusal: Refusal): Uint8Array;
  /** Nothing more is heard or said: what waits is dropped, timers end. */
  stop(): void;
  /** The room knows that it has gone. */
  left?(): void;
}

/** How one dialect is spoken. */
export type SpokenDialect = {
  readonly dialect: Dialect;
  /** What is said are objects with a line feed behind each, to be written one by one without it (R0.12). */
  readonly isPaced?: boolean;
  speak(parts: SpeakerParts): Speaker;
};

/** A plain dialect at the room's port. */
export interface Gateway extends SpokenDialect {
  readonly dialect: Exclude<Dialect, 'oda'>;
  /** Whether a peer speaks this, by the first bytes that it sent; `unsure` asks again with more. */
  recognises(firstBytes: Uint8Array): 'yes' | 'no' | 'unsure';
}
