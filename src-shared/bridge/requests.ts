import { z } from 'zod';
import { accountId, cid, conversationId, roomId } from '../protocol/ids.ts';
import type { Cid } from '../protocol/ids.ts';
import type { Refusal } from '../protocol/codes.ts';
import type { HostLogLine, HostStatus, RoomOpened, RoomView } from './views.ts';
import type { SearchPage, StartView, TimelinePage } from './views.ts';

export const settings = z.object({
  /** Empty until the person chose one. */
  name: z.string().max(256),
  language: z.enum(['system', 'en', 'tr']),
  theme: z.enum(['system', 'light', 'dark']),
  /** What a notification of the system says of a message: sender and text, only the sender, nothing. */
  notifications: z.enum(['full', 'sender', 'off']),
});
export type Settings = z.infer<typeof settings>;

const nothing = z.object({});
const inRoom = z.object({ room: roomId });
const inConversation = z.object({ room: roomId, in: conversationId });
const text = z.string().max(100_000);

/** What a window can ask for, `noun/verb`, with the shape of its parameters. */
export const requestSchemas = {
  'app/start': nothing,
  'settings/change': settings.partial(),
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
  /** Says goodbye and closes; a hosted room stops for everybody. It stays in the list (R1.6, R3.6). */
  'room/leave': inRoom,
  /** Forgets a closed room and this computer's copy of it; the folder of a hosted room stays on disk. */
  'room/forget': inRoom,
  /** Another port for a hosted room whose port was in use; starts it. */
  'host/change-port': z.object({ room: roomId, port: z.int().min(0).max(65_535) }),
  'host/status': inRoom,
  /** Newest lines of the host's log, oldest first, at most 1,000. */
  'host/log': inRoom,
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
  'room/host': RoomView;
  'room/join': RoomView;
  'room/open': RoomOpened;
  'room/retry': null;
  'room/sign-in': RoomView;
  'room/leave': null;
  'room/forget': null;
  'host/change-port': HostStatus;
  'host/status': HostStatus;
  'host/log': HostLogLine[];
  'message/send': { cid: Cid };
  'message/retry': null;
  'message/delete': null;
  'timeline/page': TimelinePage;
  'conversation/mark-read': null;
  'draft/save': null;
  'search/find': SearchPage;
};

export type Answer<T> = { ok: true; value: T } | ({ ok: false } & Refusal);
