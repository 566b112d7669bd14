import type { HostOptions } from '../../src-shared/host/host-options.ts';
import type { Entry, EntryDraft } from '../../src-shared/protocol/entries.ts';
import type { InvitedRole, InviteTerms } from '../../src-shared/host/invites.ts';
import type {
  AccountId,
  ConversationId,
  DeviceId,
  InviteId,
} from '../../src-shared/protocol/ids.ts';

/** Where they stand in the log. No request can name it: nobody reads it, syncs it or finds anything in it. */
export const systemPlace = 'system' as ConversationId;

/** The host is nobody of the room, and an entry has to name somebody. */
const host = '' as AccountId;

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
    role?: InvitedRole | undefined;
    /** By which somebody has come. */
    invite?: InviteId | undefined;
  };
  /** Of a guest: somebody else may have it now. */
  'name-freed': { account: AccountId; invite?: InviteId | undefined };
  /** Set, changed or (without one) removed; `device` is the only one that is known since. */
  'password-changed': { account: AccountId; device: DeviceId; hasPassword: boolean };
  'invite-made': InviteTerms & { by: AccountId; invite: InviteId };
  'invite-revoked': { by: AccountId; invite: InviteId };
  'options-changed': { by: AccountId; options: Partial<HostOptions> };
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
    ? { secret: { passwordHash: string | undefined; keyHash: string } }
    : unknown;

export type SystemEntry = Entries[Kind];
export type SystemDraft = Drafts[Kind];
export type SystemDraftOf<K extends Kind> = Drafts[K];
export type SystemEntryOf<K extends Kind> = Entries[K];

/** Whatever the log holds. */
export type LogEntry = Entry | SystemEntry;
export type LogDraft = EntryDraft | SystemDraft;

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
  return { type: 'options-changed', in: systemPlace, at, by: host, options };
}

export function inviteMade(
  invite: InviteId,
  terms: InviteTerms,
  at: number,
): SystemDraftOf<'invite-made'> {
  return { type: 'invite-made', in: systemPlace, at, by: host, invite, ...terms };
}

export function inviteRevoked(invite: InviteId, at: number): SystemDraftOf<'invite-revoked'> {
  return { type: 'invite-revoked', in: systemPlace, at, by: host, invite };
}
