import { z } from 'zod';

/**
 * Every "no" has a code that never changes; the words for people are made by the reader's side from
 * the catalogue key `refusal.<code>` (W3). `ends` says that the connection is closed after it.
 */
export const wireCodes = {
  // The line itself
  'line-too-long': { ends: true },
  'too-many-lines': { ends: true },
  'bad-utf8': { ends: true },
  'bad-json': { ends: true },
  'too-deep': { ends: true },
  'not-an-object': { ends: true },
  // The request
  'bad-field': { ends: false },
  'unknown-command': { ends: false },
  'hello-first': { ends: false },
  'sign-in-first': { ends: false },
  'already-signed-in': { ends: false },
  'peer-too-old': { ends: true },
  'peer-too-new': { ends: true },
  // Names and passwords
  'name-empty': { ends: false },
  'name-too-long': { ends: false },
  'name-not-allowed': { ends: false },
  'name-taken': { ends: false },
  'password-needed': { ends: false },
  'wrong-password': { ends: false },
  'password-too-short': { ends: false },
  'password-too-long': { ends: false },
  'try-later': { ends: false },
  'token-invalid': { ends: false },
  // Messages
  'text-empty': { ends: false },
  'text-too-long': { ends: false },
  'no-such-conversation': { ends: false },
  'cid-used': { ends: false },
  'too-fast': { ends: false },
  'too-many-unacknowledged': { ends: false },
  'cursor-ahead': { ends: false },
  // Groups
  'no-such-member': { ends: false },
  'guest-not-allowed': { ends: false },
  'group-name-empty': { ends: false },
  'group-name-too-long': { ends: false },
  'group-exists': { ends: false },
  'group-full': { ends: false },
  'too-many-groups': { ends: false },
  'not-the-owner': { ends: false },
  'already-in-group': { ends: false },
  'not-in-group': { ends: false },
  // Private chats
  'private-with-self': { ends: false },
  'member-offline': { ends: false },
  'private-not-possible': { ends: false },
  'already-private': { ends: false },
  'too-many-privates': { ends: false },
  'no-such-private': { ends: false },
  'store-full': { ends: false },
  'store-failed': { ends: false },
  // The connection
  'room-full': { ends: true },
  'too-many-connections': { ends: true },
  'sign-in-deadline': { ends: true },
  silent: { ends: true },
  'too-slow': { ends: true },
  replaced: { ends: true },
  'signed-out': { ends: true },
  'password-changed': { ends: true },
  'room-closed': { ends: true },
  'plain-off': { ends: true },
} as const;

/** Refusals that arise on this side of the wire, said through the bridge. */
export const localCodes = {
  'address-invalid': {},
  'address-unknown': {},
  'nobody-listening': {},
  'connection-timeout': {},
  'network-unreachable': {},
  'connection-lost': {},
  'not-a-room': {},
  'another-room': {},
  'port-in-use': {},
  'port-forbidden': {},
  'port-invalid': {},
  'room-name-empty': {},
  'room-name-too-long': {},
  'data-read-only': {},
  'data-full': {},
  'older-not-kept': {},
  'older-disk-full': {},
  'room-too-large': {},
  'data-corrupt': {},
  'data-newer': {},
  'data-in-use': {},
  'no-such-room': {},
  'no-such-contact-group': {},
  'contact-group-empty': {},
  'contact-group-taken': {},
  'too-many-contact-groups': {},
  'folder-not-opened': {},
  'no-such-message': {},
  'room-not-running': {},
  'bridge-closed': {},
  'bad-request': {},
  defect: {},
} as const;

export type WireCode = keyof typeof wireCodes;
export type LocalCode = keyof typeof localCodes;
export type RefusalCode = WireCode | LocalCode;

/** A code as it arrives: one that this version does not know is kept as `defect` by the reader. */
export const refusalCode = z
  .string()
  .max(64)
  .transform((code): WireCode | 'defect' => (code in wireCodes ? (code as WireCode) : 'defect'));

/** A "no" with what a sentence about it needs. */
export type Refusal = {
  code: RefusalCode;
  field?: string | undefined;
  limit?: number | undefined;
  retryAfterMs?: number | undefined;
  /** An address, a path, a port: whatever the sentence names. */
  subject?: string | undefined;
  supported?: { oldest: number; newest: number } | undefined;
};
