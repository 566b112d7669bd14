import { z } from 'zod';
import { accountId, cid, conversationId, deviceId, secret } from './ids.ts';
import { limits } from './limits.ts';

/** Oda's protocol version; a peer outside `oldest…newest` is told which it would have to speak (W2). */
export const protocolVersion = { oldest: 1, newest: 1 } as const;

const rid = z.int().nonnegative();

/**
 * What a member asks of a room: one JSON line, answered exactly once by an `ok` or `fail` frame with
 * the same `rid` (W3). The table is the source of the union below and of docs/PROTOCOL.md.
 */
export const commandSchemas = {
  hello: z.object({
    type: z.literal('hello'),
    rid,
    protocol: z.int().nonnegative(),
    /** Name and version of the program, for the host's log. */
    program: z.string().max(64).optional(),
  }),
  'sign-in': z.object({
    type: z.literal('sign-in'),
    rid,
    name: z.string().max(256),
    /** Needed only where the name has a password and this device was not signed in before. */
    password: z.string().max(512).optional(),
    device: deviceId,
    /** Proves the device where the account has no password; the room keeps only its hash. */
    deviceKey: secret,
  }),
  resume: z.object({
    type: z.literal('resume'),
    rid,
    device: deviceId,
    token: secret,
  }),
  'sign-out': z.object({ type: z.literal('sign-out'), rid }),
  ping: z.object({ type: z.literal('ping'), rid }),
  'send-message': z.object({
    type: z.literal('send-message'),
    rid,
    in: conversationId,
    cid,
    text: z.string(),
  }),
  /** Which conversations have entries after the log position `after` (0: all of them). */
  sync: z.object({
    type: z.literal('sync'),
    rid,
    after: z.int().nonnegative(),
    /** The `next` of the page before. */
    from: conversationId.optional(),
  }),
  /** Entries of one conversation, oldest first: those after, or the last ones before, a number. */
  'read-history': z.object({
    type: z.literal('read-history'),
    rid,
    in: conversationId,
    after: z.int().nonnegative().optional(),
    before: z.int().positive().optional(),
    limit: z.int().positive().max(limits.maxHistoryPage).optional(),
  }),
  'list-members': z.object({
    type: z.literal('list-members'),
    rid,
    /** The `next` of the page before. */
    from: accountId.optional(),
  }),
} as const;

export const command = z.discriminatedUnion('type', [
  commandSchemas.hello,
  commandSchemas['sign-in'],
  commandSchemas.resume,
  commandSchemas['sign-out'],
  commandSchemas.ping,
  commandSchemas['send-message'],
  commandSchemas.sync,
  commandSchemas['read-history'],
  commandSchemas['list-members'],
]);

export type Command = z.infer<typeof command>;
export type CommandName = Command['type'];
export type CommandOf<N extends CommandName> = Extract<Command, { type: N }>;
