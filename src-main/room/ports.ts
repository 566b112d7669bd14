import type { Entry, EntryDraft } from '../../src-shared/protocol/entries.ts';
import type { AnswerOf } from '../../src-shared/protocol/frames.ts';
import type {
  AccountId,
  ConversationId,
  DeviceId,
  Epoch,
  RoomId,
} from '../../src-shared/protocol/ids.ts';

/** What became of one entry handed to the log. */
export type AppendOutcome =
  | { kind: 'stored'; id: number; seq: number }
  /** The same cid from the same account with the same content: the first one's numbers (W4). */
  | { kind: 'repeated'; id: number; seq: number; at: number }
  | { kind: 'refused'; code: 'cid-used' | 'store-full' | 'store-failed' };

/**
 * The room's log: numbered, append only. It may live on another machine, so appending is asynchronous
 * and answers with the position; one call is one transaction, on disk when it answers (W5, W6).
 */
export interface RoomLog {
  /** One outcome per draft, in order. Never rejects for a full or failing disk: that is an outcome. */
  append(drafts: readonly EntryDraft[]): Promise<AppendOutcome[]>;
  /** A page of one conversation, oldest first, cut at `limit` entries or `historyPageBytes`. */
  readHistory(query: HistoryQuery): Promise<AnswerOf<'read-history'>>;
  /** Conversations that the account may read with entries after a position (`sync`). */
  conversationsAfter(query: SyncQuery): Promise<AnswerOf<'sync'>>;
}

export type HistoryQuery = {
  in: ConversationId;
  limit: number;
  /** At most one of the two; neither means the newest. */
  after?: number | undefined;
  before?: number | undefined;
};

export type SyncQuery = { account: AccountId; after: number; from?: ConversationId | undefined };

export type Account = {
  account: AccountId;
  /** As it was first written. */
  name: string;
  /** Folded, look-alikes mapped: what must be unique. */
  nameKey: string;
  lastSeenAt?: number | undefined;
  hasPassword: boolean;
};

export type NewAccount = {
  account: AccountId;
  name: string;
  nameKey: string;
  passwordHash?: string | undefined;
};

/** What proves a device: both are SHA-256 in base64url of 256 random bits, never the bits themselves. */
export type DeviceProof = {
  account: AccountId;
  device: DeviceId;
  keyHash: string;
};

export interface AccountStore {
  list(): Promise<Account[]>;
  /** `name-taken` where another one with this key came first. */
  create(account: NewAccount): Promise<'created' | 'name-taken' | 'store-full' | 'store-failed'>;
  /** The stored scrypt hash, undefined where the account has no password. */
  readPasswordHash(account: AccountId): Promise<string | undefined>;
  saveDevice(proof: DeviceProof): Promise<void>;
  hasDevice(proof: DeviceProof): Promise<boolean>;
  /** Replaces whatever tokens the device had; `previous` stays good until `confirmToken`. */
  saveToken(token: TokenRecord): Promise<void>;
  /** Whose token it is and how long it is good; undefined where it is unknown or too old (W8). */
  findToken(token: TokenProof): Promise<FoundToken | undefined>;
  /** The device has shown that it got its newest token: the previous one is worth nothing now. */
  confirmToken(device: DeviceId): Promise<void>;
  saveLastSeen(account: AccountId, at: number): Promise<void>;
}

export type TokenProof = { device: DeviceId; tokenHash: string; now: number };
export type TokenRecord = {
  account: AccountId;
  device: DeviceId;
  tokenHash: string;
  expiresAt: number;
  /** The token that was used to get this one; the answer with the new one may be lost on its way. */
  previous?: { tokenHash: string; expiresAt: number } | undefined;
};
export type FoundToken = { account: AccountId; expiresAt: number };

export type RoomIdentity = { room: RoomId; name: string; epoch: Epoch };

/** All that is stored of one room, opened together and closed together. */
export interface RoomStore {
  readonly identity: RoomIdentity;
  readonly log: RoomLog;
  readonly accounts: AccountStore;
  /** Bytes on disk. */
  size(): Promise<number>;
  close(): Promise<void>;
}

export type { Entry, EntryDraft };
