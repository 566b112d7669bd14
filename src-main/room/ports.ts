import type { Imported } from '../../src-shared/protocol/imported.ts';
import type { RoomKey } from '../../src-shared/host/room-key.ts';
import type { KeptInvite } from '../../src-shared/host/invites.ts';
import type { RoomSettings } from '../../src-shared/protocol/room-settings.ts';
import type { GivenRole, Role } from '../../src-shared/protocol/roles.ts';
import type { Status } from '../../src-shared/protocol/status.ts';
import type { HostOptions } from '../../src-shared/host/host-options.ts';
import type { StoreFinding } from '../../src-shared/host/host-log.ts';
import type { ChangeRefusal } from '../../src-shared/protocol/changed-message.ts';
import type { Device } from '../../src-shared/protocol/devices.ts';
import type { AnswerOf } from '../../src-shared/protocol/protocol.ts';
import type { FileHash, FileTerms, ToldFileSpace } from '../../src-shared/protocol/files.ts';
import type { LaterMessage } from '../../src-shared/protocol/later.ts';
import type { Receipt } from '../../src-shared/protocol/receipts.ts';
import type { Typing } from '../../src-shared/protocol/typing.ts';
import type { HistoryPage } from '../../src-shared/protocol/history.ts';
import type { Keep, KeepThere } from '../../src-shared/protocol/retention.ts';
import type { EntryOf } from '../../src-shared/protocol/entries.ts';
import type {
  AccountId,
  Cid,
  ConversationId,
  DeviceId,
  Epoch,
  InviteId,
  RoomId,
} from '../../src-shared/protocol/ids.ts';
import type { Picture } from '../../src-shared/protocol/pictures.ts';
import type { Presence, PresenceHere } from '../../src-shared/protocol/members.ts';
import type { ReadsFrom } from './reads-from.ts';
import type { StoredTime } from './room-time.ts';
import type { LogDraft, LogEntry, SystemEntryOf } from './system-entries.ts';

/** What became of one entry handed to the log. */
export type AppendOutcome =
  | { is: 'stored'; id: number; seq: number; added?: Partial<LogDraft> }
  /** The same cid from the same account with the same content: the first one's numbers (W4). */
  | { is: 'repeated'; id: number; seq: number; at: number }
  /** It would change nothing: it is so already, and has no numbers. */
  | { is: 'unchanged' }
  | { is: 'refused'; code: LogRefusal };

/** Beside what the disk says: what another host has stored meanwhile leaves no room for it. */
export type LogRefusal =
  | 'cid-used'
  | 'store-full'
  | 'store-failed'
  | 'name-taken'
  | 'no-such-conversation'
  | 'not-the-owner'
  | 'group-exists'
  | 'topic-exists'
  | 'topic-owner-only'
  | 'topic-archived'
  | 'too-many-topics'
  | 'group-full'
  | 'already-in-group'
  | 'not-in-group'
  | 'group-read-only'
  | 'too-many-invites'
  | 'not-allowed'
  | 'no-such-ban'
  | 'too-many-bans'
  | ChangeRefusal
  | 'not-what-was-said'
  | 'too-late-to-edit'
  | 'no-such-later'
  | 'no-such-device'
  | 'reset-code-wrong'
  | 'no-such-file'
  | InviteRefusal;

/** Why nobody comes in by an invite. */
export type InviteRefusal = 'invite-unknown' | 'invite-expired' | 'invite-used-up';

/** Takes entries in, and gives back what passes them on: it is called when whoever wrote them has the answer. */
export type Told = (entries: readonly LogEntry[]) => () => void;

/**
 * The room's log: numbered without a gap, append only, and the one door to all that the room decides by. Several
 * hosts may write it, and it may live on another machine, so appending is asynchronous and answers with the
 * position; one call is one transaction, on disk when it answers (W5, W6). What accounts, groups and options are is
 * made of its entries in that transaction, which refuses what does not fit them any more: a name that is taken, a
 * group that is made twice, a word by who is out of it.
 */
export interface RoomLog {
  /**
   * One outcome per draft, in order. Never rejects for a full or failing disk: that is an outcome. `settle` hears
   * the outcomes when those who follow have taken the entries in, and before they pass them on (W6).
   */
  append(
    drafts: readonly LogDraft[],
    settle?: (outcomes: readonly AppendOutcome[]) => void,
  ): Promise<AppendOutcome[]>;
  /**
   * All entries after a position, whoever stored them, in the log's order, none twice: first what is stored
   * already, then each as it comes, as many at once as came together. Gives back what ends it.
   */
  follow(after: number, told: Told): () => void;
  /** What the entries up to `head` have made of the room: whoever follows from there misses nothing. */
  snapshot(): Promise<RoomSnapshot>;
  /** A page of one conversation, oldest first, cut at `limit` entries or `historyPageBytes`. */
  readHistory(query: HistoryQuery): Promise<HistoryPage>;
  /** What was said last in these topics from that entry on, as it reads now; nothing of one in which nothing was. */
  lastWords(topics: readonly ConversationId[], from: number): Promise<LastWords[]>;
  /** Where somebody begins to read who reads what was stored since then, by the room's time; missing: what is stored next. */
  readsFrom(time?: number): Promise<ReadsFrom>;
  /** What is to go next by the rules, oldest first: one step of each conversation that has any. */
  expiring(query: { now: number; from: number }): Promise<Expiring>;
  /** How many messages would go by a rule that is not made yet. */
  countExpired(query: ExpiryQuery): Promise<AnswerOf<'count-expired'>>;
  /** What the record tells, the newest first. */
  readRecord(query: RecordQuery & { limit: number }): Promise<LogEntry[]>;
  /**
   * Conversations that the account may read with entries after a position (`sync`), in the order of their
   * names. `lastSeq` and `lastId` of a group that the account was taken out of are those of its `removed`.
   */
  conversationsAfter(query: SyncQuery): Promise<AnswerOf<'sync'>>;
}

/** `text`: empty if it was deleted. */
export type LastWords = {
  in: ConversationId;
  from: AccountId;
  at: number;
  text: string;
  imported?: Imported | undefined;
};

export type HistoryQuery = {
  in: ConversationId;
  /** What the reader may see of a group: numbers `first…last`, both included; all of it if missing. */
  visible?: { first: number; last?: number | undefined } | undefined;
  limit: number;
  /** The only one whose cids are in the page; everybody's are if missing. */
  reader?: AccountId | undefined;
  /** Messages as they read now, for who keeps no copy that would fold what changes them. */
  asNow?: boolean | undefined;
  /** At most one of the two; neither means the newest. */
  after?: number | undefined;
  before?: number | undefined;
};

/** `now`: how late it is by the room's own time. */
export type ExpiryQuery = { in: ConversationId; keep: KeepThere; now: number };

/** `from`: the conversation (as the store counts them) at which it goes on; missing: that were all. */
export type Expiring = {
  drafts: Pick<EntryOf<'expired'>, 'in' | 'target'>[];
  from?: number | undefined;
};

export type SyncQuery = { account: AccountId; after: number; from?: ConversationId | undefined };

export type Account = {
  account: AccountId;
  /** As it was first written. */
  name: string;
  /** Folded, look-alikes mapped: what must be unique. None if somebody else may have the name. */
  nameKey?: string | undefined;
  lastSeenAt?: number | undefined;
  hasPassword: boolean;
  /** Missing for a member, and for who came by a plain program. */
  role?: Role | undefined;
  /** By which the person has come. */
  invite?: InviteId | undefined;
  /** May not write: until then, or for ever. */
  muted?: { until?: number | undefined } | undefined;
  /** What the person says beside the name; one whose time is over may still be there. */
  status?: Status | undefined;
  picture?: Picture | undefined;
  /** Missing for who reads all. */
  readsFrom?: ReadsFrom | undefined;
  /** Came by a plain program: the name is free for the next who claims it. */
  isGuest: boolean;
};

/**
 * Since when somebody is, or was, in a group; `readsFrom`: the first number that is read, if that is another one: in a topic
 * it is 1, or later for who came later into the room.
 */
export type Stay = {
  account: AccountId;
  firstSeq: number;
  lastSeq?: number | undefined;
  readsFrom?: number | undefined;
};

/** A group as the log has made it. */
export type StoredGroup = {
  in: ConversationId;
  name: string;
  owner: AccountId;
  /** Of a topic alone; `nameKey`: what no two of them have in common. */
  topic?: { nameKey: string; about: string; archived: boolean } | undefined;
  /** Only its owner and moderators write there. */
  readOnly?: boolean | undefined;
  /** How long what is said there stays, if not as the room has it. */
  keep?: Keep | undefined;
  /** Everybody who is or was in it, in the order in which they first came; `lastSeq` set: no longer in it. */
  members: Stay[];
};

/** Entries before this one; those of groups only where the account may read them. */
export type RecordQuery = { account: AccountId; before?: number | undefined };

export type RoomSnapshot = {
  /** The newest entry's id; 0 before the first. */
  head: number;
  /** In the order in which they were made. */
  accounts: Account[];
  /**
   * An `added` entry makes its account a member from its number on (again: from the first time's number on), a
   * `removed` entry ends that at its own, a `renamed` one names the group, a
   * `group-changed` one says who writes there. The owner is who wrote the first
   * entry; after leaving, the member who has been in it longest. A `topic-made` entry makes a topic with its name and
   * its first member, and who joins one that is empty is its owner.
   */
  groups: StoredGroup[];
  options: HostOptions;
  time: StoredTime;
  /** As it is called now. */
  name: string;
  settings: RoomSettings;
  /** Of the room. */
  picture?: Picture | undefined;
  /** In the order in which they were made; those that have ended may still be among them. */
  bans: StoredBan[];
};

/** `ban`: the id of its entry. */
export type StoredBan = Omit<SystemEntryOf<'banned'>, 'type' | 'in' | 'id' | 'seq'> & {
  ban: number;
};

/** How far direct conversations have reached each side's disk (W11). */
export interface ReceiptStore {
  /**
   * Never moves backwards; all of one call is one transaction. One answer each: false, and nothing kept, if the
   * conversation has not come so far.
   */
  save(receipts: readonly Receipt[]): Promise<boolean[]>;
  /** What the others of this account's direct conversations have, a page in the order of the names. */
  list(query: {
    account: AccountId;
    from?: ConversationId | undefined;
  }): Promise<AnswerOf<'list-receipts'>>;
}

/** A message that waits for its time, and whose it is. */
export type LaterOfAccount = LaterMessage & { account: AccountId };

/** What is sent later. It goes with the transaction in which the log takes a message of its cid. */
export interface LaterStore {
  /** Instead of the one with its cid, if that waits. Undefined if it is kept. */
  save(later: LaterOfAccount): Promise<'cid-used' | 'too-many-later' | 'store-full' | undefined>;
  /** The next one first. */
  list(account: AccountId): Promise<LaterMessage[]>;
  /** False if it does not wait any more. */
  cancel(account: AccountId, cid: Cid): Promise<boolean>;
  /** It could not be sent, and waits for its writer, unless that one has changed it. */
  noteRefusal(later: LaterOfAccount, refusal: string): Promise<void>;
  /** Some of those whose time has come. */
  due(at: number): Promise<LaterOfAccount[]>;
}

/** A file that somebody wants to send. */
export type FileOffer = { hash: FileHash; size: number; account: AccountId; at: number };

/** Whose bytes of which file, whole or in part. */
export type OwnFile = Pick<FileOffer, 'hash' | 'account'>;

/** For which space was taken, so much and no more. */
export type PromisedFile = Omit<FileOffer, 'at'>;

/** What of the room's folder for files is worth nothing any more. */
export type FilesGone = { files: FileHash[]; parts: OwnFile[] };

export type FileOfMessage = { in: ConversationId; seq: number; hash: FileHash };

/** With a message, or the picture of a member or of the room. */
export type FilePlace = FileOfMessage | { in: 'pictures'; hash: FileHash };

/** `from`: who has sent it; nobody sends a picture of a member. `isKept`: it is not too old. */
export type FoundFile = { size: number; isKept: boolean; from: AccountId | undefined };

/** What files take: each once, however many have brought it, and what each member has brought, the most first. */
type FileUsage = { bytes: number; ofMembers: { account: AccountId; bytes: number }[] };

/**
 * Which files the room has, whose they are and which messages they are with; the bytes lie beside the log. A file that
 * somebody has brought counts for that account alone until a message has it: nobody learns from the room what others have.
 */
export interface FileStore {
  /** Space is taken for it, unless the disk has none; `whole`: this account has brought it before. */
  offer(
    offer: FileOffer,
    space: Pick<FileTerms, 'memberBytes' | 'roomBytes'> & { isDiskFull?: boolean },
  ): Promise<
    | 'wanted'
    | 'whole'
    | 'no-such-file'
    | 'no-space-for-member'
    | 'no-space-for-files'
    | 'no-space-on-disk'
  >;
  /** It is not to be sent. What of it is nobody's any more is to be deleted. */
  drop(file: OwnFile): Promise<FilesGone>;
  /** Bytes of it come now. False if no space is taken for it any more: none may come. */
  begun(file: FileOffer): Promise<boolean>;
  /** It is whole, on disk, and may go with a message of this account. False as with `begun`. */
  arrived(file: PromisedFile): Promise<boolean>;
  /**
   * What a message has with it, or (`picture`) what is somebody's picture now; undefined if there is no such file, or the
   * message is deleted.
   */
  find(place: FilePlace): Promise<FoundFile | undefined>;
  /**
   * Forgets what is with messages from before `keptSince` alone, what waits for its message since before `broughtSince`,
   * and what was promised before `promisedSince` and has not begun. What of it is nobody's any more is to be deleted.
   * `moving`: what comes just now.
   */
  sweep(since: {
    now: number;
    keptSince: number;
    broughtSince: number;
    promisedSince: number;
    moving: readonly OwnFile[];
  }): Promise<FilesGone>;
  /** Of what lies in the folder, or did, what is nobody's. */
  strays(found: FilesGone): Promise<FilesGone>;
  /** At most so many members. */
  usage(mostMembers: number): Promise<FileUsage>;
}

/** What proves a device: both are SHA-256 in base64url of 256 random bits, never the bits themselves. */
export type DeviceProof = {
  account: AccountId;
  device: DeviceId;
  keyHash: string;
};

/** `computer`: what its program calls it. */
export type DeviceRecord = DeviceProof & { computer?: string | undefined; at: number };

/** A device as its account is told of it. */
export type KnownDevice = Pick<Device, 'device' | 'computer' | 'since' | 'lastSeenAt'>;

/** The invites that the log has made and not revoked. */
export interface InviteStore {
  /** What whoever comes by it would be, and why nobody may at this time. Whether one is left is decided by the log. */
  find(invite: InviteId, at: number): Promise<{ role: GivenRole } | { refusal: InviteRefusal }>;
  /** The newest first. */
  list(): Promise<KeptInvite[]>;
}

/** What opens accounts, which the log makes; nobody but the store ever has more than one of it. */
export interface AccountStore {
  /** The stored scrypt hash, undefined if the account has no password. */
  readPasswordHash(account: AccountId): Promise<string | undefined>;
  /** That of the room's own password. */
  readRoomPasswordHash(): Promise<string | undefined>;
  /**
   * Kept only while this is the account's password (undefined: while it has none). Past `devicesPerAccount` the one that was
   * seen longest ago goes, with its token.
   */
  saveDevice(record: DeviceRecord, passwordHash?: string): Promise<void>;
  hasDevice(proof: DeviceProof): Promise<boolean>;
  /** Those that were seen last first. */
  listDevices(account: AccountId): Promise<KnownDevice[]>;
  /** Whether a code with this hash counts at this time for a new password. */
  hasResetCode(account: AccountId, codeHash: string, at: number): Promise<boolean>;
  /**
   * Replaces whatever tokens the account had on this device; past `devicesPerAccount` the one that ends first
   * goes. False, and not kept, if this is not the account's password (undefined: none) any more.
   */
  saveToken(token: TokenRecord, passwordHash?: string): Promise<boolean>;
  /**
   * The next token in place of one that is good, which stays so, to its own end, until `confirmToken`: the answer
   * may be lost on its way. Whose it is; undefined, and nothing changed, if it is unknown or too old (W8).
   */
  replaceToken(token: TokenReplacement): Promise<AccountId | undefined>;
  /** The device has shown that it got its newest token: the previous one is worth nothing now. */
  confirmToken(account: AccountId, device: DeviceId): Promise<void>;
  /** All tokens of the account on this device are worth nothing now. */
  endToken(account: AccountId, device: DeviceId): Promise<void>;
  /** By this device, if it has one. */
  saveLastSeen(account: AccountId, at: number, device?: DeviceId): Promise<void>;
}

type TokenRecord = {
  account: AccountId;
  device: DeviceId;
  tokenHash: string;
  expiresAt: number;
};
type TokenReplacement = {
  device: DeviceId;
  tokenHash: string;
  now: number;
  next: Pick<TokenRecord, 'tokenHash' | 'expiresAt'>;
};

/** One of the hosts that run a room together; another one each time it starts. */
export type HostId = string & { readonly brand: 'HostId' };

/** What the hosts of one room tell each other and nobody keeps; whatever is lost comes again with `present`. */
export type HostNotice = { host: HostId } & (
  | {
      /** All who are in there: its sign of life too. `isNew`: it has begun, and wants to hear that of the others. */
      type: 'present';
      accounts: readonly { account: AccountId; presence: PresenceHere }[];
      isNew?: true;
    }
  | { type: 'presence'; account: AccountId; presence: Presence; lastSeenAt: number | undefined }
  /** The device is in there now: its older sessions end (W8). */
  | { type: 'entered'; account: AccountId; device: DeviceId }
  | { type: 'receipt'; receipt: Receipt; to: AccountId[] }
  | { type: 'typing'; typing: Typing; to: AccountId[] }
  | { type: 'file-space'; told: ToldFileSpace; to: AccountId }
  | { type: 'gone' }
);

/** How the hosts of a room reach each other, quickly and without a promise; one host alone needs none. */
export interface HostNotices {
  tell(notice: HostNotice): void;
  /** What others tell, from now on; gives back what ends it. */
  hear(heard: (notice: HostNotice) => void): () => void;
}

export type RoomIdentity = { room: RoomId; name: string; epoch: Epoch };

/** What a room is made with, for good; its key never leaves this computer (W14). */
export type NewRoom = { readonly identity: RoomIdentity; readonly key: RoomKey };

/** All that is stored of one room, opened together and closed together. */
export type RoomStore = NewRoom & {
  readonly log: RoomLog;
  readonly accounts: AccountStore;
  readonly receipts: ReceiptStore;
  readonly invites: InviteStore;
  readonly later: LaterStore;
  readonly files: FileStore;
  readonly file: RoomFile;
};

interface RoomFile {
  /** Bytes on disk. */
  size(): Promise<number>;
  /** Bytes that are free where it lies, while that is too few for new messages; undefined otherwise. */
  fullDisk(): Promise<{ freeBytes: number } | undefined>;
  /** The next thing that turns out about what is on disk; undefined if nothing more will. One asks at a time. */
  nextFinding(): Promise<StoreFinding | undefined>;
  /** Writes all of it to one file, as it is when that resolves; the room goes on meanwhile. One copy at a time. */
  copyTo(path: string): Promise<void>;
  stopCopy(): Promise<void>;
  close(): Promise<void>;
}
