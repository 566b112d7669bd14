import type {
  AccountId,
  DeviceId,
  Epoch,
  Pin,
  RoomId,
  Secret,
} from '../../../src-shared/protocol/ids.ts';

/** This installation's own secrets, made at its first start. */
export type Profile = { device: DeviceId; deviceSecret: Secret };

export interface ProfileStore {
  /** Reads the profile, or stores `fresh` as the profile of a new installation. */
  readOrMake(fresh: Profile): Promise<Profile>;
  readSettings(): Promise<Record<string, string>>;
  saveSettings(settings: Record<string, string>): Promise<void>;
}

/** What a hosted room does so that others find it and get to it; of no room elsewhere. */
export type HostedReach = {
  /** Said on the networks of this computer. */
  isAnnounced: boolean;
  /** The router is asked to let people in from the internet. */
  isPortMapped: boolean;
};

/** One membership as this computer keeps it. */
export type RoomRecord = HostedReach & {
  room: RoomId;
  name: string;
  epoch: Epoch;
  account: AccountId;
  ownName: string;
  hosted: boolean;
  /** Where it is reached; for a hosted room `host` is empty and `port` the one it listens on. */
  host: string;
  port: number;
  /** The key by which the room is known for good (W14). */
  pin: Pin;
  /** For `resume`; missing if the last sign-in's was used up. */
  token?: Secret | undefined;
  /** Position of the log up to which every conversation's `lastSeq` was learnt (`sync`). */
  syncedTo: number;
  /** Bytes that older history has brought in all, roughly. */
  olderBytes: number;
  lastOpenedAt: number;
  /** Up to this position of the log all was there when the person was here last, and when that was; 0 if not known. */
  seenId: number;
  seenAt: number;
  /** Open rooms are opened again when the app starts. */
  open: boolean;
};

export interface RoomRecordStore {
  list(): Promise<RoomRecord[]>;
  /** Adds or replaces. */
  save(record: RoomRecord): Promise<void>;
  update(room: RoomId, change: Partial<Omit<RoomRecord, 'room'>>): Promise<void>;
  /** Removes the room with all that belongs to it. */
  remove(room: RoomId): Promise<void>;
  /** Full resync (W9): entries, members and cursors go, outbox, drafts and the record stay. */
  clearCopy(room: RoomId): Promise<void>;
}
