import type { HostLogLine } from '../../src-shared/host/host-log.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { EntryDraft } from '../../src-shared/protocol/entries.ts';
import type {
  Answer,
  AnswerOf,
  CommandName,
  GuestAnswer,
  NoticeFrame,
  ToldFrame,
  StoringName,
} from '../../src-shared/protocol/protocol.ts';
import type { Receipt } from '../../src-shared/protocol/receipts.ts';
import type {
  AccountId,
  Cid,
  ConversationId,
  DeviceId,
  InviteSecret,
  Secret,
} from '../../src-shared/protocol/ids.ts';
import type { RoomChanges } from '../../src-shared/protocol/room-settings.ts';
import type { FileHash, FileSpace } from '../../src-shared/protocol/files.ts';
import type {
  ExpiryQuery,
  FileOffer,
  FileOfMessage,
  FilePlace,
  HistoryQuery,
  HostNotice,
  LaterOfAccount,
  RecordQuery,
  SyncQuery,
  OwnFile,
} from './ports.ts';
import type { SystemDraft } from './system-entries.ts';

/** A session of the room in memory; never on the wire. */
export type SessionId = number & { readonly brand: 'SessionId' };

/** Which request of which session an answer belongs to. */
export type Reply<N extends CommandName = CommandName> = {
  session: SessionId;
  rid: number;
  /** Never there: what was asked, for the type of its answer. */
  readonly asked?: N;
};

export type Now = { wallMs: number; monotonicMs: number };

/** Proof that a peer brought for an account or a new name. */
export type Claim = {
  password?: string | undefined;
  newPassword?: string | undefined;
  computer?: string | undefined;
  device: DeviceId;
  deviceKey: Secret;
  invite?: InviteSecret | undefined;
  /** The room's own, if it wants one of who is new and not invited. */
  roomPassword?: string | undefined;
};

type StoredFile = { account: AccountId; hash: FileHash; size: number };

/** Where it is kept for decides for how long it is given. */
export type FileToGive = StoredFile & { way: 'down'; place: FilePlace };

/** One file on its way, and whose way that is. `up`: from the account into the room. */
export type StoredTransfer = (StoredFile & { way: 'up' }) | FileToGive;

/** One end of a file that goes from one to another and is kept by nobody; both ends have the same `meeting`. */
export type RelayedTransfer = {
  way: 'gives' | 'takes';
  account: AccountId;
  meeting: number;
  size: number;
  /** Who takes has so much of it already. */
  held: number;
};

export type Transfer = StoredTransfer | RelayedTransfer;

/** What the room decided; whoever runs the room carries it out, in order. */
export type Effect =
  | { do: 'answer'; reply: Reply; fields: Answer }
  | { do: 'refuse'; reply: Reply; refusal: Refusal }
  /** The answer to who has come in; whoever runs the room adds where heartbeats go (W10). */
  | { do: 'admit'; reply: Reply; fields: AnswerOf<'sign-in'> | GuestAnswer }
  /** Left out for sessions that are behind. */
  | { do: 'notice'; to: readonly SessionId[]; frame: NoticeFrame }
  /** Never left out. */
  | { do: 'tell-private'; to: readonly SessionId[]; frame: ToldFrame }
  /** It waits to be let in: it is not pushed out, and may say so much more. */
  | { do: 'hold'; session: SessionId }
  /**
   * Several in a row are one command's: they go into one transaction, and the last has its `reply`.
   * Append to the log; `reply` is acknowledged, and everyone told, once it is on disk.
   */
  | { do: 'append'; draft: EntryDraft; reply?: Reply<StoringName> }
  /** Into the record; answered when the room has taken it in. A ban gets the devices that are known, if it wants them. */
  | { do: 'write'; reply: Reply; draft: SystemDraft; wantsDevices?: boolean }
  /** The same, with the room's new password or (empty) without one, if it is changed. */
  | {
      do: 'change-room';
      reply: Reply<'change-room'>;
      changes: RoomChanges;
      by: AccountId;
      password: string | undefined;
    }
  /** What was said last in each of them is added. */
  | {
      do: 'read-topics';
      reply: Reply<'list-topics'>;
      page: AnswerOf<'list-topics'>;
      /** The first entry of the log that this member reads of topics. */
      from: number;
    }
  | { do: 'read-record'; reply: Reply<'read-record'>; query: RecordQuery }
  | { do: 'read-history'; reply: Reply<'read-history'>; query: HistoryQuery }
  | { do: 'read-sync'; reply: Reply<'sync'>; query: SyncQuery }
  | { do: 'read-expiry'; reply: Reply<'count-expired'>; query: ExpiryQuery }
  /** Store a new account, which takes the name of `guest` if one has it, then report to `Room.signInChecked`. */
  | {
      do: 'create-account';
      reply: Reply<'sign-in'>;
      name: string;
      nameKey: string;
      claim: Claim;
      guest?: AccountId | undefined;
      /** Who hosts the room has come for the first time. */
      isOwner: boolean;
      addressKey: string;
    }
  /** Store a guest's row, unless it is `known`, then report to `Room.signInChecked`. */
  | {
      do: 'create-guest';
      reply: Reply;
      name: string;
      nameKey: string;
      known?: AccountId | undefined;
      roomPassword: string | undefined;
      addressKey: string;
    }
  /** Check a known account's proof, then report to `Room.signInChecked`. */
  | {
      do: 'check-claim';
      reply: Reply<'sign-in'>;
      account: AccountId;
      /** Who shows nothing that fits is not told whether there is such an account; there may be none. */
      isSecret: boolean;
      hasPassword: boolean;
      claim: Claim;
      addressKey: string;
      /** How long the address has to wait, which is nothing to a known device. */
      addressWaitMs: number;
    }
  /**
   * Check the current password (if one is given), keep the new one or none, end the tokens and proofs of
   * all other devices, then report to `Room.passwordChanged`.
   */
  | {
      do: 'change-password';
      reply: Reply<'set-password'>;
      account: AccountId;
      device: DeviceId;
      deviceKey: Secret;
      current: string | undefined;
      password: string | undefined;
    }
  /** Replace the token by the next one in the store, then report to `Room.signInChecked`. */
  | { do: 'check-token'; reply: Reply<'resume'>; device: DeviceId; token: Secret }
  /** The device uses its newest token's session: the token before is worth nothing from now on. */
  | { do: 'confirm-token'; account: AccountId; device: DeviceId }
  /** The device's tokens are worth nothing from now on; then report to `Room.signedOut`. */
  | { do: 'end-token'; reply: Reply<'sign-out'>; account: AccountId; device: DeviceId }
  | { do: 'save-last-seen'; account: AccountId; at: number; device?: DeviceId | undefined }
  /** `isIn`: those that are in now. */
  | {
      do: 'read-devices';
      reply: Reply<'list-devices'>;
      account: AccountId;
      own: DeviceId;
      isIn: readonly DeviceId[];
    }
  | { do: 'make-reset-code'; reply: Reply<'make-reset-code'>; account: AccountId }
  /** Keep it if the conversation has come so far, then report to `Room.receiptSaved`. */
  | { do: 'save-later'; reply: Reply<'send-later'>; later: LaterOfAccount }
  | { do: 'save-cancelled'; reply: Reply<'cancel-later'>; account: AccountId; cid: Cid }
  | { do: 'read-later'; reply: Reply<'list-later'>; account: AccountId }
  | { do: 'save-receipt'; reply: Reply<'mark-delivered' | 'mark-read'>; receipt: Receipt }
  | {
      do: 'read-receipts';
      reply: Reply<'list-receipts'>;
      account: AccountId;
      from: ConversationId | undefined;
    }
  /** Take space for it, then report to `Room.offered`. */
  | { do: 'offer-file'; reply: Reply<'offer-file'>; offer: FileOffer }
  /** Forget it, unless a message has it. */
  | { do: 'drop-file'; reply: Reply<'drop-file'>; file: OwnFile }
  /** Look for it, then report to `Room.found`. */
  | {
      do: 'find-file';
      reply: Reply<'fetch-file' | 'fetch-picture'>;
      account: AccountId;
      file: FilePlace;
    }
  /** The same for who says whether there is space for it. */
  | {
      do: 'find-file';
      reply: Reply<'set-file-space'>;
      account: AccountId;
      file: FileOfMessage;
      state: FileSpace;
    }
  /** The connection is for this file now. */
  | { do: 'transfer'; reply: Reply<'open-file'>; transfer: Transfer }
  /** Told to the other hosts of the room, if it has any. */
  | { do: 'tell-hosts'; notice: HostNotice }
  | { do: 'close'; session: SessionId; refusal: Refusal }
  | { do: 'log'; line: HostLogLine };

/**
 * What came of `create-account`, `create-guest`, `check-claim` or `check-token`. An account that was made has come by
 * the log before.
 */
export type SignInOutcome =
  | {
      is: 'right';
      /** `registered`: the account was made just now. */
      how: 'registered' | 'signed-in' | 'resumed';
      account: AccountId;
      device: DeviceId;
      token: Secret;
    }
  /** The guest's row was made just now. */
  | { is: 'guest-made'; account: AccountId }
  /** A guest of an earlier day, who knows the room's password. */
  | { is: 'guest-back'; account: AccountId }
  | { is: 'refused'; refusal: Refusal };
