import type { ConversationKind } from '../protocol/ids.ts';
import type { PrivateEndReason } from '../protocol/private-chats.ts';

/** The address of who comes from within the hosting program itself: no network is between. */
export const ownAddress = 'memory';

/** Oda's own protocol, or one of the plain ones at the same port (W15). */
const dialects = ['oda', 'lines', 'json', 'irc'] as const;

export type Dialect = (typeof dialects)[number];

/** One line of the host's log; the words come from the catalogue key `log.<event>` (R1.9). */
export type HostLogLine = {
  at: number;
  event: HostLogEvent;
  address?: string | undefined;
  port?: number | undefined;
  name?: string | undefined;
  /** What was stored, other than a message: the kind of `EntryTold`; or what the record tells. */
  kind?: string | undefined;
  /** Where a message went, or what was stored. */
  to?: ConversationKind | undefined;
  /** What was said in `everyone`, and only if the host has switched that on. */
  text?: string | undefined;
  /** The other one: asked for a private chat, added to a group. */
  other?: string | undefined;
  /** How a private chat ended. */
  end?: PrivateEndReason | undefined;
  /** Of a connection by a plain program. */
  dialect?: Dialect | undefined;
  code?: string | undefined;
};

/**
 * What turned out about what is on disk: an index was damaged and is made anew from the rows, nothing is lost;
 * or rows are damaged, and what can be read of them stays readable.
 */
const storeFindings = ['index-rebuilt', 'rows-damaged'] as const;

export type StoreFinding = (typeof storeFindings)[number];

export const hostLogEvents = [
  'socket-created',
  'bound',
  'ready',
  'connected',
  'registered',
  'signed-in',
  'resumed',
  'password-set',
  'password-removed',
  'reset-code-made',
  'message',
  'refused',
  'guest-entered',
  'went-silent',
  'left',
  'lost',
  'went-away',
  'wants-quiet',
  'came-back',
  'entry',
  'recorded',
  'private-asked',
  'private-started',
  'private-ended',
  'datagrams-ready',
  'datagrams-unavailable',
  'disk-full',
  'disk-free',
  'disk-failing',
  'disk-working',
  ...storeFindings,
  'plain-switched-on',
  'plain-switched-off',
  'texts-switched-on',
  'texts-switched-off',
  'file-terms-changed',
  'only-invited',
  'asks-first',
  'knocked',
  'let-in',
  'turned-away',
  'open-to-all',
  'invite-made',
  'invite-revoked',
  'disconnected',
  'closed',
] as const;

export type HostLogEvent = (typeof hostLogEvents)[number];
