import { z } from 'zod';
import { pushNames } from './bridge.ts';

/** What a page of the browser shell and the app behind it say to each other, one JSON object a frame. */
export const webRequest = z.object({
  id: z.int().nonnegative(),
  name: z.string().max(64),
  params: z.unknown(),
});
export type WebRequest = z.infer<typeof webRequest>;

/** A page's first frame: the token of its address, or what it was given for one. */
export const webKnock = z.object({ secret: z.string().max(64) });
export type WebKnock = z.infer<typeof webKnock>;

/** The first frame to a page that is let in: what opens the door again to this window, and to no other page. */
export const webWelcome = z.object({ session: z.string().max(64) });
export type WebWelcome = z.infer<typeof webWelcome>;

/** A `Push`. */
const push = z.object({ push: z.enum(pushNames), value: z.unknown() });

/** `pushes`: what one turn of the app's loop tells, in order. */
export const webReply = z.union([
  z.object({ id: z.int().nonnegative(), answer: z.looseObject({ ok: z.boolean() }) }),
  z.object({ pushes: z.array(push) }),
]);
export type WebReply = z.infer<typeof webReply>;

export const webBridge = {
  path: '/bridge',
  /** What an address that opens the app carries behind its `#`, which no server and no log ever sees. */
  tokenMark: '#token=',
  /** Tells who comes with an address that works no longer. */
  usedPath: '/used',
  /** Takes a file in, sent by POST with the session and the name of the file. */
  stagePath: '/stage',
  /** Percent-encoded, as headers are. */
  nameHeader: 'x-oda-name',
  /** The private chat that it is for, and its room, if it is for one. */
  privateHeader: 'x-oda-private',
  roomHeader: 'x-oda-room',
  sessionScheme: 'Bearer ',
  /** Files that come in at the same time, of all pages. */
  maxStaging: 8,
  /** The longest draft, every character of it escaped, and some room. */
  maxRequestBytes: 1024 * 1024,
  /** Requests of one page that wait for their answer. */
  maxPending: 1000,
  /** What may wait for one page before it is taken for stuck. */
  maxBacklogBytes: 32 * 1024 * 1024,
  /** The close code of an app that ends (RFC 6455: going away). */
  endedCode: 1001,
  /** The close code for a page whose secret opens nothing. */
  turnedAwayCode: 4401,
  /** A page that has not said its secret by then is closed. */
  knockWithinMs: 10_000,
} as const;
