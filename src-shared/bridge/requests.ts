import { z } from 'zod';
import { accountId, cid, conversationId, privateId, roomId } from '../protocol/ids.ts';
import type { Cid } from '../protocol/ids.ts';
import type { Refusal } from '../protocol/codes.ts';
import { settings, type Settings } from './settings.ts';
import type { ContactGroupView, ContactView, GroupMessageView, GroupView } from './views.ts';
import type { HostLogLine, HostStatus, PrivateView, RoomOpened, RoomView } from './views.ts';
import type { SearchPage, StartView, StoreFinding, TimelinePage } from './views.ts';

const nothing = z.object({});
const inRoom = z.object({ room: roomId });
const inConversation = z.object({ room: roomId, in: conversationId });
const inPrivate = z.object({ room: roomId, private: privateId });
/** Half a character cannot be sent. */
const text = z
  .string()
  .max(100_000)
  .transform((typed) => typed.toWellFormed());
/** A contact group: 16 characters of base64url. */
export const contactGroupId = z.string().regex(/^[A-Za-z0-9_-]{16}$/);

/** What a window can ask for, `noun/verb`, with the shape of its parameters. */
export const requestSchemas = {
  'app/start': nothing,
  'settings/change': settings.partial(),
  /** The `oda:` links that the system has opened Oda with and no window has taken yet. */
  'link/take': nothing,
  /** What turned out about this person's own copy and no window has taken yet. */
  'finding/take': nothing,
  /** Makes a room on this computer, opens its port and joins it. */
  'room/host': z.object({
    name: z.string().max(256),
    roomName: z.string().max(256),
    port: z.int().min(0).max(65_535),
  }),
  /** `address` is what the person typed: `host`, `host:port`, `[v6]:port`. */
  'room/join': z.object({
    name: z.string().max(256),
    address: z.string().max(512),
    password: z.string().max(512).optional(),
  }),
  /** Everything a window needs to show the room. Connects (or hosts) it again where it was closed. */
  'room/open': inRoom,
  /** Tries to connect now instead of at `nextTryAt`. */
  'room/retry': inRoom,
  'room/sign-in': z.object({ room: roomId, password: z.string().max(512) }),
  /** Sets or changes the password of one's own name there; without `password` it is removed. */
  'room/set-password': z.object({
    room: roomId,
    current: z.string().max(512).optional(),
    password: z.string().max(512).optional(),
  }),
  /** Says goodbye and closes; a hosted room stops for everybody. It stays in the list (R1.6, R3.6). */
  'room/disconnect': inRoom,
  /** Disconnects, and drops the room and this computer's copy of it; the folder of a hosted room stays on disk. */
  'room/leave': inRoom,
  /** Another port for a hosted room whose port was in use; starts it. */
  'host/change-port': z.object({ room: roomId, port: z.int().min(0).max(65_535) }),
  'host/status': inRoom,
  /** Newest lines of the host's log, oldest first, at most 1,000. */
  'host/log': inRoom,
  'host/change-options': z.object({
    room: roomId,
    plain: z.boolean().optional(),
    logTexts: z.boolean().optional(),
  }),
  /** Shows the folder of the log's files in the system's file manager. */
  'host/open-log': inRoom,
  /** The person has touched a key or the mouse; windows say it at most once in 30 seconds. */
  'presence/active': nothing,
  'contact/change': z.object({
    room: roomId,
    account: accountId,
    note: z.string().max(2000).optional(),
    favourite: z.boolean().optional(),
    blocked: z.boolean().optional(),
    muted: z.boolean().optional(),
  }),
  /** Makes (no `group`, or one that is not there: how a removal is undone), renames or fills a contact group. */
  'contact-group/save': z.object({
    room: roomId,
    group: contactGroupId.optional(),
    name: z.string().max(512),
    members: z.array(accountId).max(1000),
  }),
  'contact-group/remove': z.object({ room: roomId, group: contactGroupId }),
  /** To everybody of the group singly, as direct messages (R0.9). */
  'contact-group/send': z.object({ room: roomId, group: contactGroupId, text }),
  /** The newest 100 group messages, oldest first. */
  'contact-group/messages': z.object({ room: roomId, group: contactGroupId }),
  'group/make': z.object({
    room: roomId,
    name: z.string().max(512),
    members: z.array(accountId).max(200),
  }),
  'group/rename': inConversation.extend({ name: z.string().max(512) }),
  'group/add': inConversation.extend({ account: accountId }),
  'group/remove': inConversation.extend({ account: accountId }),
  'group/leave': inConversation,
  'private/ask': z.object({ room: roomId, account: accountId }),
  'private/answer': inPrivate.extend({ accept: z.boolean() }),
  'private/send': inPrivate.extend({ text }),
  /** A window shows it: nothing of it is unread. */
  'private/mark-read': inPrivate,
  /** Leaves it where it still runs, and forgets its text on this computer. */
  'private/close': inPrivate,
  'message/send': z.object({ room: roomId, in: conversationId, text }),
  'message/retry': z.object({ room: roomId, cid }),
  /** Only for a message that failed. */
  'message/delete': z.object({ room: roomId, cid }),
  /** Entries before or after a number, around it, or (none given) the newest. At most 500. */
  'timeline/page': z.object({
    room: roomId,
    in: conversationId,
    before: z.int().positive().optional(),
    after: z.int().nonnegative().optional(),
    around: z.int().positive().optional(),
    limit: z.int().positive().max(500),
  }),
  'conversation/mark-read': inConversation.extend({ seq: z.int().nonnegative() }),
  'draft/save': inConversation.extend({ text }),
  'search/find': z.object({
    /** All rooms where missing. */
    room: roomId.optional(),
    in: conversationId.optional(),
    text: z.string().max(1000),
    from: accountId.optional(),
    /** Epoch milliseconds: sent before, sent at or after. */
    before: z.int().optional(),
    after: z.int().optional(),
    /** The `next` of the page before; it names a position in each of the rooms searched. */
    next: z.string().max(4096).optional(),
    limit: z.int().positive().max(200),
  }),
} as const;

export type RequestName = keyof typeof requestSchemas;
export type RequestParams<N extends RequestName> = z.input<(typeof requestSchemas)[N]>;
export type ParsedParams<N extends RequestName> = z.output<(typeof requestSchemas)[N]>;

export type RequestResults = {
  'app/start': StartView;
  'settings/change': Settings;
  /** Oldest first. */
  'link/take': string[];
  'finding/take': StoreFinding[];
  'room/host': RoomView;
  'room/join': RoomView;
  'room/open': RoomOpened;
  'room/retry': null;
  'room/sign-in': RoomView;
  'room/set-password': RoomView;
  'room/disconnect': null;
  'room/leave': null;
  'host/change-port': HostStatus;
  'host/status': HostStatus;
  'host/log': HostLogLine[];
  'host/change-options': HostStatus;
  'host/open-log': null;
  'presence/active': null;
  'contact/change': ContactView;
  'contact-group/save': ContactGroupView;
  /** As it was. */
  'contact-group/remove': ContactGroupView;
  'contact-group/send': GroupMessageView;
  'contact-group/messages': GroupMessageView[];
  'group/make': GroupView;
  'group/rename': null;
  'group/add': null;
  'group/remove': null;
  'group/leave': null;
  'private/ask': PrivateView;
  'private/answer': null;
  'private/send': null;
  'private/mark-read': null;
  'private/close': null;
  'message/send': { cid: Cid };
  'message/retry': null;
  'message/delete': null;
  'timeline/page': TimelinePage;
  'conversation/mark-read': null;
  'draft/save': null;
  'search/find': SearchPage;
};

export type Answer<T> = { ok: true; value: T } | ({ ok: false } & Refusal);
