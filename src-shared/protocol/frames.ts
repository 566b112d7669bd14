import { z } from 'zod';
import { refusalCode } from './codes.ts';
import { entry, epochMs } from './entries.ts';
import { accountId, conversationId, epoch, roomId, secret } from './ids.ts';

/** A person as the room's roster shows them. `lastSeenAt` is missing for who never was online. */
export const member = z.object({
  account: accountId,
  name: z.string(),
  online: z.boolean(),
  lastSeenAt: epochMs.optional(),
});
export type Member = z.infer<typeof member>;

/** The fields of an `ok` answer, by command. */
export const answerSchemas = {
  hello: z.object({
    protocol: z.int(),
    room: z.object({ id: roomId, name: z.string(), epoch }),
    limits: z.object({
      maxLineBytes: z.int(),
      maxTextCharacters: z.int(),
      maxUnacknowledged: z.int(),
      messageBurst: z.number(),
      messagesPerSecond: z.number(),
      historyPage: z.int(),
      maxHistoryPage: z.int(),
      heartbeatMs: z.int(),
      silenceMs: z.int(),
    }),
  }),
  'sign-in': z.object({
    account: accountId,
    name: z.string(),
    /** For `resume`: bound to the device, good for seven days and for one use (W8). */
    token: secret,
    /** True where this sign-in made the account (R3.1). */
    created: z.boolean(),
  }),
  resume: z.object({ account: accountId, name: z.string(), token: secret, created: z.boolean() }),
  'sign-out': z.object({}),
  ping: z.object({}),
  /** On disk when this arrives (W6). */
  'send-message': z.object({
    in: conversationId,
    seq: z.int().positive(),
    id: z.int().positive(),
    at: epochMs,
  }),
  sync: z.object({
    conversations: z.array(
      z.object({ in: conversationId, lastSeq: z.int().positive(), lastId: z.int().positive() }),
    ),
    /** Position of the log's newest entry, 0 where it is empty. */
    head: z.int().nonnegative(),
    /** Where the next page goes on; missing on the last one. */
    next: conversationId.optional(),
  }),
  'read-history': z.object({
    entries: z.array(entry),
    /** True where the page was cut and more entries lie in the direction asked for. */
    more: z.boolean(),
  }),
  'list-members': z.object({
    members: z.array(member),
    next: accountId.optional(),
  }),
} as const;

export type AnswerName = keyof typeof answerSchemas;
export type AnswerOf<N extends AnswerName> = z.infer<(typeof answerSchemas)[N]>;

export const failFrame = z.object({
  type: z.literal('fail'),
  /** Null where the line could not be read so far as to know its `rid`. */
  rid: z.int().nonnegative().nullable(),
  code: refusalCode,
  /** The field that was wrong, for `bad-field`. */
  field: z.string().optional(),
  /** The limit that was passed, in the unit of the code. */
  limit: z.number().optional(),
  /** How long to wait before the next try. */
  retryAfterMs: z.number().optional(),
  /** The protocol versions this side speaks, for `peer-too-old` and `peer-too-new`. */
  supported: z.object({ oldest: z.int(), newest: z.int() }).optional(),
});
export type FailFrame = z.infer<typeof failFrame>;

/** `{"type":"ok","rid":…}` with the fields of its command's answer beside them. */
export const okFrame = z.looseObject({ type: z.literal('ok'), rid: z.int().nonnegative() });

/** Events were left out because this reader was slow: `sync` and `list-members` bring it up to date (W12). */
export const behindFrame = z.object({ type: z.literal('behind') });

/** The last line of a connection that the room ends, with the reason. */
export const closedFrame = z.object({
  type: z.literal('closed'),
  code: refusalCode,
  limit: z.number().optional(),
  retryAfterMs: z.number().optional(),
});
export type ClosedFrame = z.infer<typeof closedFrame>;

/** Everything a room says. Live entries come as they are; `type` tells them from the rest. */
export const serverFrame = z.discriminatedUnion('type', [
  okFrame,
  failFrame,
  behindFrame,
  closedFrame,
  ...entry.options,
]);
export type ServerFrame = z.infer<typeof serverFrame>;
