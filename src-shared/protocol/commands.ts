import { z } from 'zod';
import { accountId, cid, conversationId, deviceId, privateId, secret } from './ids.ts';
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
  /** Sets or changes the password of one's own name; without `password` it is removed. */
  'set-password': z.object({
    type: z.literal('set-password'),
    rid,
    /** Needed where the name has one. */
    current: z.string().max(512).optional(),
    password: z.string().max(512).optional(),
    /** What proves this device where the name has no password any more. */
    deviceKey: secret,
  }),
  ping: z.object({ type: z.literal('ping'), rid }),
  /** Whether the person is at the keyboard; online where nothing was said. */
  'set-presence': z.object({
    type: z.literal('set-presence'),
    rid,
    presence: z.enum(['online', 'away']),
  }),
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
  /** Everything up to `seq` of a direct conversation has reached this member's disk (W11). */
  'mark-delivered': z.object({
    type: z.literal('mark-delivered'),
    rid,
    in: conversationId,
    seq: z.int().positive(),
  }),
  /** How far one's own direct messages have reached the others. */
  'list-receipts': z.object({
    type: z.literal('list-receipts'),
    rid,
    /** The `next` of the page before. */
    from: conversationId.optional(),
  }),
  'list-members': z.object({
    type: z.literal('list-members'),
    rid,
    /** The `next` of the page before. */
    from: accountId.optional(),
  }),
  /** Groups that this member is in. */
  'list-groups': z.object({
    type: z.literal('list-groups'),
    rid,
    /** The `next` of the page before. */
    from: conversationId.optional(),
  }),
  /** The sender chooses the id and is the owner. */
  'make-group': z.object({
    type: z.literal('make-group'),
    rid,
    in: conversationId,
    name: z.string().max(512),
    /** Without the owner. */
    members: z.array(accountId).max(limits.groupMembers),
  }),
  'rename-group': z.object({
    type: z.literal('rename-group'),
    rid,
    in: conversationId,
    name: z.string().max(512),
  }),
  'add-to-group': z.object({
    type: z.literal('add-to-group'),
    rid,
    in: conversationId,
    account: accountId,
  }),
  'remove-from-group': z.object({
    type: z.literal('remove-from-group'),
    rid,
    in: conversationId,
    account: accountId,
  }),
  /** Where the owner leaves, who has been in it longest is the owner. */
  'leave-group': z.object({ type: z.literal('leave-group'), rid, in: conversationId }),
  /** How many private chats this person wants at once; one where nothing was said. */
  'set-private-limit': z.object({
    type: z.literal('set-private-limit'),
    rid,
    limit: z.int().min(0).max(limits.privatesPerMember),
  }),
  'ask-private': z.object({ type: z.literal('ask-private'), rid, account: accountId }),
  'answer-private': z.object({
    type: z.literal('answer-private'),
    rid,
    private: privateId,
    answer: z.enum(['accept', 'decline']),
  }),
  /** Goes to the other one and to nobody else, and is not stored. */
  'send-private': z.object({
    type: z.literal('send-private'),
    rid,
    private: privateId,
    cid,
    text: z.string(),
  }),
  /** Leaves an open private chat, or takes back what was asked. */
  'end-private': z.object({ type: z.literal('end-private'), rid, private: privateId }),
} as const;

const command = z.discriminatedUnion('type', [
  commandSchemas.hello,
  commandSchemas['sign-in'],
  commandSchemas.resume,
  commandSchemas['sign-out'],
  commandSchemas['set-password'],
  commandSchemas.ping,
  commandSchemas['set-presence'],
  commandSchemas['send-message'],
  commandSchemas.sync,
  commandSchemas['read-history'],
  commandSchemas['mark-delivered'],
  commandSchemas['list-receipts'],
  commandSchemas['list-members'],
  commandSchemas['list-groups'],
  commandSchemas['make-group'],
  commandSchemas['rename-group'],
  commandSchemas['add-to-group'],
  commandSchemas['remove-from-group'],
  commandSchemas['leave-group'],
  commandSchemas['set-private-limit'],
  commandSchemas['ask-private'],
  commandSchemas['answer-private'],
  commandSchemas['send-private'],
  commandSchemas['end-private'],
]);

export type Command = z.infer<typeof command>;
export type CommandName = Command['type'];
export type CommandOf<N extends CommandName> = Extract<Command, { type: N }>;
