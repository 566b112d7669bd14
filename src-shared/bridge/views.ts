import type { Refusal } from '../protocol/codes.ts';
import type { Entry, MessageEntry } from '../protocol/entries.ts';
import type { Member } from '../protocol/frames.ts';
import type { AccountId, Cid, ConversationId, RoomId } from '../protocol/ids.ts';
import type { Settings } from './requests.ts';

/** What windows show of the state that the main process holds. Times are epoch milliseconds. */

export type ConnectionState =
  | { state: 'connecting' }
  | { state: 'signing-in' }
  | { state: 'syncing' }
  | { state: 'live' }
  /** Not connected since `since`; tries again by itself at `nextTryAt`. */
  | { state: 'waiting'; since: number; nextTryAt: number; cause: Refusal }
  /** Stays so until the person does something: open it again, sign in, choose another name. */
  | { state: 'closed'; cause?: Refusal | undefined };

export type RoomView = {
  room: RoomId;
  name: string;
  /** This person's account in the room. */
  account: AccountId;
  ownName: string;
  /** True where this computer hosts the room. */
  hosted: boolean;
  /** `host:port` as the person joined it; for a hosted room its port on this computer. */
  address: string;
  connection: ConnectionState;
  unread: number;
  lastOpenedAt: number;
};

export type ConversationView = {
  room: RoomId;
  in: ConversationId;
  /** Newest number known here, 0 where nothing was said yet. */
  lastSeq: number;
  /** Everything up to this number has been read. */
  readSeq: number;
  /** Messages of others above `readSeq`. */
  unread: number;
  lastMessage?: MessageEntry | undefined;
  draft: string;
};

/** A message that the room has not acknowledged yet. */
export type OutboxItem = {
  cid: Cid;
  in: ConversationId;
  text: string;
  createdAt: number;
  state: { is: 'sending' } | { is: 'failed'; refusal: Refusal };
};

export type TimelinePage = {
  /** Oldest first, without holes. */
  entries: Entry[];
  hasOlder: boolean;
  hasNewer: boolean;
};

export type SearchHit = {
  room: RoomId;
  message: MessageEntry;
  /** Who is who, for a window that shows another room than the hit's. */
  names?: HitNames | undefined;
};
/** Names are missing where the copy does not hold the person. */
export type HitNames = {
  room: string;
  isOwn: boolean;
  from?: string | undefined;
  /** The other one of a direct conversation. */
  partner?: string | undefined;
};
export type SearchPage = {
  /** Newest first. */
  hits: SearchHit[];
  /** For the next page; missing on the last one. */
  next?: string | undefined;
};

/** `loopback` reaches only this computer, `local` its own network, `public` the internet. */
export type AddressScope = 'loopback' | 'local' | 'public';
export type HostAddress = { address: string; family: 4 | 6; scope: AddressScope; network: string };

export type HostConnection = {
  connection: number;
  address: string;
  port: number;
  since: number;
  /** Missing until it has signed in. */
  name?: string | undefined;
};

/** One line of the host's log; the words come from the catalogue key `log.<event>` (R1.9). */
export type HostLogLine = {
  at: number;
  event: HostLogEvent;
  address?: string | undefined;
  port?: number | undefined;
  name?: string | undefined;
  /** Where a message went: the log never holds what was said. */
  to?: 'everyone' | 'direct' | undefined;
  code?: string | undefined;
};
export const hostLogEvents = [
  'socket-created',
  'bound',
  'ready',
  'connected',
  'registered',
  'signed-in',
  'resumed',
  'message',
  'refused',
  'left',
  'lost',
  'disconnected',
  'closed',
] as const;
export type HostLogEvent = (typeof hostLogEvents)[number];

export type HostStatus = {
  room: RoomId;
  port: number;
  addresses: HostAddress[];
  connections: HostConnection[];
  startedAt: number;
  /** Bytes of the room's folder on disk. */
  storedBytes: number;
  /** Messages in each of the last 30 minutes, oldest first. */
  messagesPerMinute: number[];
};

export type StartView = {
  version: string;
  shell: 'electron' | 'browser';
  settings: Settings;
  /** The system account's name, for a new person's name field. */
  suggestedName: string;
  /** Where data lives on this computer. */
  dataFolder: string;
  rooms: RoomView[];
};

export type RoomOpened = {
  room: RoomView;
  conversations: ConversationView[];
  members: Member[];
  outbox: OutboxItem[];
  host?: HostStatus | undefined;
};
