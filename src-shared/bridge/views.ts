import type { Refusal } from '../protocol/codes.ts';
import type { Entry, MessageEntry } from '../protocol/entries.ts';
import type {
  ConversationKind,
  AccountId,
  Cid,
  ConversationId,
  PrivateId,
  RoomId,
} from '../protocol/ids.ts';
import type { Group } from '../protocol/groups.ts';
import type { Member } from '../protocol/members.ts';
import type { privateEndReasons } from '../protocol/private-chats.ts';
import type { Settings } from './settings.ts';

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
  /** The host's log holds what is said in `everyone`. */
  logsTexts: boolean;
  /** The longest text that the room takes; the usual one until it was connected to. */
  maxTextCharacters: number;
  /** Whether the name has a password in the room; false until it was connected to. */
  hasPassword: boolean;
  /** Why there is less here than in the room, where that is so. */
  incomplete?: Refusal | undefined;
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
  /** Of a direct conversation: up to here it has reached the other one's computer, 0 where not known. */
  deliveredSeq: number;
};

/** A group conversation; one that was left stays readable and gets no more. */
export type GroupView = Group & { room: RoomId; standing: 'member' | 'left' };

/** What this person keeps of somebody they met in a room; nobody else sees it. */
export type ContactView = {
  room: RoomId;
  account: AccountId;
  note: string;
  favourite: boolean;
  /** Nothing of theirs is shown or told; private chats are declined. */
  blocked: boolean;
  /** Their messages are not told by notifications. */
  muted: boolean;
};

/** A contact group: this person's own list of people, to whom one writes singly (R0.8, R0.9). */
export type ContactGroupView = {
  room: RoomId;
  /** 16 characters of base64url. */
  group: string;
  name: string;
  members: AccountId[];
};

/** How one person's copy of a group message stands. */
export type GroupMessageCopy = {
  account: AccountId;
  cid: Cid;
  state: 'sending' | 'failed' | 'sent' | 'delivered';
};

/** A message that went to everybody of a contact group singly. */
export type GroupMessageView = {
  room: RoomId;
  group: string;
  /** Made by this computer, rises. */
  number: number;
  text: string;
  at: number;
  copies: GroupMessageCopy[];
};

type PrivateEnd = (typeof privateEndReasons)[number];

export type PrivateState =
  /** This person has asked and waits. */
  | { is: 'asking' }
  /** The other one has asked; until `expiresAt` (this computer's clock) it can be answered. */
  | { is: 'asked'; expiresAt: number }
  | { is: 'open' }
  /** One of the two is not connected just now. */
  | { is: 'interrupted'; who: 'self' | 'partner' }
  /** `by` this person, the partner, or nobody. */
  | { is: 'ended'; reason: PrivateEnd | 'connection-lost'; by?: 'self' | 'partner' | undefined };

/** One message of a private chat, in memory only. */
export type PrivateMessage = {
  cid: Cid;
  from: AccountId;
  at: number;
  text: string;
  state: 'sending' | 'sent' | 'failed';
  /** Why the room would not take it. */
  refusal?: Refusal | undefined;
};

/** A private chat as windows show it; nothing of it is ever on a disk. */
export type PrivateView = {
  room: RoomId;
  private: PrivateId;
  partner: AccountId;
  /** What the room calls them, for a window that shows another room; empty where not known. */
  partnerName: string;
  state: PrivateState;
  /** Oldest first; the newest 1,000. */
  messages: PrivateMessage[];
  /** Messages of the partner that no window has shown yet. */
  unread: number;
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
  /** The name of a group conversation. */
  group?: string | undefined;
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

/** The address of who comes from within the hosting program itself: no network is between. */
export const ownAddress = 'memory';

export type HostConnection = {
  connection: number;
  address: string;
  port: number;
  since: number;
  /** Missing until it has signed in. */
  name?: string | undefined;
  /** How its program speaks. */
  dialect: Dialect;
};

/** Oda's own protocol, or one of the plain ones at the same port (W15). */
const dialects = ['oda', 'lines', 'json', 'irc'] as const;
export type Dialect = (typeof dialects)[number];

/** What a host can switch while the room runs; kept with the room. */
export type HostOptions = {
  /** Plain programs may come in from other computers too; from this one they always may. */
  plain: boolean;
  /** The host's log holds the texts of `everyone`, and members can see that it does. */
  logTexts: boolean;
};

/** One line of the host's log; the words come from the catalogue key `log.<event>` (R1.9). */
export type HostLogLine = {
  at: number;
  event: HostLogEvent;
  address?: string | undefined;
  port?: number | undefined;
  name?: string | undefined;
  /** What was stored, other than a message: the kind of `EntryTold`. */
  kind?: string | undefined;
  /** Where a message went, or what was stored. */
  to?: ConversationKind | undefined;
  /** What was said in `everyone`, and only where the host has switched that on. */
  text?: string | undefined;
  /** The other one: asked for a private chat, added to a group. */
  other?: string | undefined;
  /** How a private chat ended. */
  end?: PrivateEnd | undefined;
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
  'message',
  'refused',
  'guest-entered',
  'went-silent',
  'left',
  'lost',
  'went-away',
  'came-back',
  'entry',
  'private-asked',
  'private-started',
  'private-ended',
  'datagrams-ready',
  'datagrams-unavailable',
  'disk-full',
  'disk-free',
  ...storeFindings,
  'plain-switched-on',
  'plain-switched-off',
  'texts-switched-on',
  'texts-switched-off',
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
  /** Set while the disk is too full for new messages: what is still free on it. */
  fullDisk?: { freeBytes: number } | undefined;
  /** Messages in each of the last 30 minutes, oldest first. */
  messagesPerMinute: number[];
  options: HostOptions;
  /** The folder with the log's files. */
  logFolder: string;
};

export type StartView = {
  version: string;
  shell: 'electron' | 'browser' | 'terminal';
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
  groups: GroupView[];
  contacts: ContactView[];
  contactGroups: ContactGroupView[];
  privates: PrivateView[];
  host?: HostStatus | undefined;
};
