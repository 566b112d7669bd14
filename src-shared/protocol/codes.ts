import { z } from 'zod';
import { codes } from './features.ts';
import type { Pin } from './ids.ts';

/**
 * Every "no" has a code that never changes; the words for people are made by the reader's side from
 * the catalogue key `refusal.<code>` (W3). `ends` says that the connection is closed after it.
 */
export const wireCodes = codes;

/** Refusals that arise on this side of the wire, said through the bridge. */
export const localCodes = {
  'address-invalid': {},
  'address-unknown': {},
  'names-unavailable': {},
  'nobody-listening': {},
  'connection-timeout': {},
  'network-unreachable': {},
  /** There is a way to its network, and it is not there. */
  'host-unreachable': {},
  /** The same on macOS, which says so too where it does not let a program into the local network. */
  'local-network-off': {},
  /** This computer's own firewall, or its sandbox. */
  'connection-forbidden': {},
  'connection-lost': {},
  /** What waited for its time had been said when the change of it reached the room. */
  'later-was-sent': {},
  /** The same, where it was said as it was meant, only earlier. */
  'later-kept-time': {},
  /** A command, or a line for one person alone: the room would say it to all as it stands. */
  'later-not-a-text': {},
  /** What waits cannot be changed or taken back: the room may have it already. */
  'message-under-way': {},
  /** What somebody is just changing is gone; what was typed is a draft then. */
  'edited-was-deleted': {},
  'not-a-room': {},
  'answers-web': {},
  'answers-text': {},
  'answers-tls': {},
  'another-room': {},
  /** Another key than the one that this room is known by (W14). */
  'key-unknown': {},
  'another-key': {},
  'invite-invalid': {},
  'invite-newer': {},
  'invite-address': {},
  'code-alone': {},
  'not-the-room-meant': {},
  'too-many-invites': {},
  'knock-withdrawn': {},
  'port-in-use': {},
  'port-forbidden': {},
  'port-invalid': {},
  'data-read-only': {},
  'data-full': {},
  'older-not-kept': {},
  'older-disk-full': {},
  'room-too-large': {},
  /** What the person chose to send cannot be read. */
  'file-unreadable': {},
  /** It was still being taken in when its window was closed. */
  'file-left-behind': {},
  'file-is-folder': {},
  'no-picture': {},
  'file-chosen-here': {},
  /** Of this computer's disk, which keeps a little free of files. */
  'file-no-space': {},
  /** Of who takes it in a private chat. */
  'partner-no-space': {},
  'file-not-here': {},
  'file-not-shown': {},
  'file-stopped': {},
  /** By who gives it in a private chat: for now, or for good. */
  'file-stopped-there': {},
  'file-withdrawn': {},
  'folder-not-shown': {},
  /** One export, or one import, at a time. */
  'exchange-running': {},
  'imported-not-forwarded': {},
  'import-unknown': {},
  'import-broken': {},
  'import-encrypted': {},
  'import-too-large': {},
  'import-encoding': {},
  'data-corrupt': {},
  'data-newer': {},
  'data-in-use': {},
  'no-such-room': {},
  'no-such-contact-group': {},
  'contact-group-empty': {},
  'contact-group-taken': {},
  'too-many-contact-groups': {},
  'too-many-saved': {},
  /** A link leads to a message of a room that one is not in, or to one that is not held here. */
  'link-other-room': {},
  'link-not-here': {},
  'folder-not-opened': {},
  'room-not-running': {},
  /** The person did not want to wait for a backup, or for a room out of one. */
  'backup-stopped': {},
  /** A stick that was pulled, a folder that somebody removed or that may not be written to. */
  'backup-folder': {},
  /** `limit`: bytes that it takes. */
  'backup-no-space': {},
  'backup-running': {},
  'not-a-backup': {},
  'backup-newer': {},
  'backup-damaged': {},
  /** Nothing on this computer is overwritten by a backup. */
  'room-here-already': {},
  'room-folder-here': {},
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
  /** Until when it holds, by this computer's clock; missing of what is said over the wire. */
  until?: number | undefined;
  /** An address, a path, a port: whatever the sentence names. */
  subject?: string | undefined;
  /** Of the room that answered, and the one that it is known by here. */
  pins?: { known?: Pin | undefined; shown: Pin } | undefined;
  /** Why a moderator did it, in words of their own. */
  reason?: string | undefined;
  supported?: { oldest: number; newest: number } | undefined;
};
