import type { HostOptions } from '../../src-shared/host/host-options.ts';
import type { Entry, EntryDraft } from '../../src-shared/protocol/entries.ts';
import type { InviteTerms } from '../../src-shared/host/invites.ts';
import type { RoomChanges } from '../../src-shared/protocol/room-settings.ts';
import type { Picture } from '../../src-shared/protocol/pictures.ts';
import type { Imported } from '../../src-shared/protocol/imported.ts';
import type { ReadsFrom } from './reads-from.ts';
import type { NotedTime } from './room-time.ts';
import type { Role } from '../../src-shared/protocol/roles.ts';
import type { Status } from '../../src-shared/protocol/status.ts';
import { hostAccount } from '../../src-shared/protocol/ids.ts';
import type {
  AccountId,
  ConversationId,
  DeviceId,
  InviteId,
  InviteSecret,
} from '../../src-shared/protocol/ids.ts';

/** Where they stand in the log. No request can name it: nobody reads it, syncs it or finds anything in it. */
export const systemPlace = 'system' as ConversationId;

type Because = { reason?: string | undefined };
/** For ever if `until` is missing. */
type Penalty = Because & { until?: number | undefined };

/** Of whom a ban holds besides its account; `addresses` are those that limits count by, and the host's alone to know. */
export type BanMarks = {
  devices: DeviceId[];
  addresses: string[];
  invite?: InviteId | undefined;
};

/** What the room decides by, besides what people read; never on the wire. */
type SystemKinds = {
  /** A guest has a name until an account takes it. */
  'account-made': {
    account: AccountId;
    name: string;
    nameKey: string;
    hasPassword: boolean;
    isGuest: boolean;
    /** Missing for a member. */
    role?: Role | undefined;
    /** By which somebody has come. */
    invite?: InviteId | undefined;
    /** Missing if all is. */
    readsFrom?: ReadsFrom | undefined;
  };
  /** What a guest may read who has come again; all if it is missing. */
  'guest-returned': { account: AccountId; readsFrom?: ReadsFrom | undefined };
  /** What was stored until here is as old as `time`, or older; `now` by the room's own time. */
  'time-noted': { by: AccountId } & Omit<NotedTime, 'id'>;
  /** Of a guest: somebody else may have it now. */
  'name-freed': { account: AccountId; invite?: InviteId | undefined };
  /** Set, changed or (without one) removed; `device` is the only one that is known since. */
  'password-changed': { account: AccountId; device: DeviceId; hasPassword: boolean };
  /** Signed out from another one: it is not known any more. */
  'device-ended': { account: AccountId; device: DeviceId };
  /** By which a new password can be set, until then. */
  'reset-code-made': { by: AccountId; account: AccountId; expiresAt: number };
  /** What somebody says beside the name; none any more if it is missing. */
  'status-set': { account: AccountId; status?: Status | undefined };
  /** Of whoever sets it, or of the room; none any more if it is missing. */
  'picture-set': { by: AccountId; of: 'self' | 'room'; picture?: Picture | undefined };
  'invite-made': InviteTerms & { by: AccountId; invite: InviteId };
  'invite-revoked': { by: AccountId; invite: InviteId };
  'options-changed': { by: AccountId; options: Partial<HostOptions> };
  'role-set': { by: AccountId; account: AccountId; role: Role };
  /** Who had the room is a moderator from now on. */
  'handed-over': { by: AccountId; account: AccountId };
  kicked: { by: AccountId; account: AccountId } & Because;
  banned: { by: AccountId; account: AccountId } & BanMarks & Penalty;
  /** `ban`: the id of the entry that made it. */
  unbanned: { by: AccountId; account: AccountId; ban: number };
  muted: { by: AccountId; account: AccountId } & Penalty;
  unmuted: { by: AccountId; account: AccountId };
  'room-changed': { by: AccountId; changes: RoomChanges };
};
type Kind = keyof SystemKinds;

type Drafts = {
  [K in Kind]: { type: K; in: typeof systemPlace; at: number } & SystemKinds[K] & SecretOf<K>;
};
type Entries = {
  [K in Kind]: { type: K; in: typeof systemPlace; at: number } & SystemKinds[K] & {
      id: number;
      seq: number;
    };
};

/** What its transaction keeps in a table of its own: it is in no entry, and nobody who follows the log gets it. */
type SecretOf<K extends Kind> = K extends 'account-made'
  ? { secret?: { passwordHash: string } | undefined }
  : K extends 'password-changed'
    ? { secret: { passwordHash: string | undefined; keyHash: string; resetHash?: string } }
    : K extends 'reset-code-made'
      ? { secret: { codeHash: string } }
      : K extends 'invite-made'
        ? { secret: { inviteSecret: InviteSecret } }
        : K extends 'room-changed'
          ? { secret?: { passwordHash: string | undefined } | undefined }
          : unknown;

export type SystemEntry = Entries[Kind];
export type SystemDraft = Drafts[Kind];
export type SystemDraftOf<K extends Kind> = Drafts[K];
export type SystemEntryOf<K extends Kind> = Entries[K];

/** Whatever the log holds. */
export type LogEntry = Entry | SystemEntry;
/** A forwarded message; where it stood is in no entry: that conversation may be nobody else's business. */
export type ForwardDraft = Extract<EntryDraft, { type: 'message' }> & {
  secret: { source: { in: ConversationId; seq: number } };
};
/** What somebody said elsewhere, which the host brings in: no request makes one. */
export type ImportedDraft = Extract<EntryDraft, { type: 'message' }> & { imported: Imported };
/** One that waited for its time: stored only while it waits, as it was read. */
type LaterDraft = Extract<EntryDraft, { type: 'message' }> & { secret: { dueAt: number } };
export type LogDraft = EntryDraft | ForwardDraft | LaterDraft | SystemDraft;

export function isSystem<E extends LogEntry | LogDraft>(
  entry: E,
): entry is Extract<E, { type: Kind }> {
  return entry.in === systemPlace;
}

/** What is not named stays as it is. */
export function optionsChanged(
  options: Partial<HostOptions>,
  at: number,
): SystemDraftOf<'options-changed'> {
  return { type: 'options-changed', in: systemPlace, at, by: hostAccount, options };
}

export function inviteMade(
  { invite, secret: inviteSecret }: { invite: InviteId; secret: InviteSecret },
  terms: InviteTerms,
  at: number,
): SystemDraftOf<'invite-made'> {
  const entry = { type: 'invite-made', in: systemPlace, at, by: hostAccount, invite } as const;
  return { ...entry, ...terms, secret: { inviteSecret } };
}

export function inviteRevoked(invite: InviteId, at: number): SystemDraftOf<'invite-revoked'> {
  return { type: 'invite-revoked', in: systemPlace, at, by: hostAccount, invite };
}

export function resetCodeMade(
  made: { account: AccountId; expiresAt: number; at: number },
  secret: { codeHash: string },
): SystemDraftOf<'reset-code-made'> {
  return { type: 'reset-code-made', in: systemPlace, by: hostAccount, ...made, secret };
}
