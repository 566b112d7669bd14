import { z } from 'zod';
import { refusalCode } from './codes.ts';
import { entry, epochMs } from './entries.ts';
import { accountId, cid, conversationId, epoch, privateId, roomId, secret } from './ids.ts';
import { limits } from './limits.ts';

/** A person as the room's roster shows them. `lastSeenAt` is missing for who never was online. */
const member = z.object({
  account: accountId,
  name: z.string(),
  presence: z.enum(['online', 'away', 'offline']),
  lastSeenAt: epochMs.optional(),
  /** Came by a plain program, without an account: nobody vouches for the name. */
  guest: z.literal(true).optional(),
});
export type Member = z.infer<typeof member>;
export type Presence = Member['presence'];

/** A group as the member who reads this may see it. */
const group = z.object({
  in: conversationId,
  name: z.string(),
  owner: accountId,
  /** The owner included, in the order in which they came. */
  members: z.array(accountId),
  /** The first number that this member may read. */
  firstSeq: z.int().positive(),
});
export type Group = z.infer<typeof group>;

/** How far a direct conversation has reached `account`'s disk. */
const receipt = z.object({
  in: conversationId,
  account: accountId,
  delivered: z.int().positive(),
});
export type Receipt = z.infer<typeof receipt>;

/** Numbers of what a command put into the log; on disk when this arrives (W6). */
const stored = z.object({
  in: conversationId,
  seq: z.int().positive(),
  id: z.int().positive(),
  at: epochMs,
});

/** What members should know of the room besides who is in it. */
const roomNotice = z.object({
  name: z.string(),
  /** The host's log holds the texts of `everyone`. */
  logsTexts: z.boolean(),
});

/** Where heartbeats can go as datagrams, and what proves them (W10); missing where they cannot. */
const heartbeat = z.object({
  port: z.int().min(1).max(65_535),
  session: z.int().positive(),
  key: secret,
});

/** The fields of an `ok` answer, by command. */
export const answerSchemas = {
  hello: z.object({
    protocol: z.int(),
    room: z.object({ id: roomId, name: z.string(), epoch, logsTexts: z.boolean() }),
    limits: z.object({
      maxLineBytes: z.int(),
      maxRequestsInFlight: z.int(),
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
    /** Whether the name has a password. */
    hasPassword: z.boolean(),
    heartbeat: heartbeat.optional(),
  }),
  resume: z.object({
    account: accountId,
    name: z.string(),
    token: secret,
    created: z.boolean(),
    /** Whether the name has a password. */
    hasPassword: z.boolean(),
    heartbeat: heartbeat.optional(),
  }),
  'sign-out': z.object({}),
  'set-password': z.object({ hasPassword: z.boolean() }),
  ping: z.object({}),
  'set-presence': z.object({}),
  'send-message': stored,
  sync: z.object({
    conversations: z
      .array(
        z.object({ in: conversationId, lastSeq: z.int().positive(), lastId: z.int().positive() }),
      )
      .max(limits.rosterPage),
    /** Position of the log's newest entry, 0 where it is empty. */
    head: z.int().nonnegative(),
    /** Where the next page goes on; missing on the last one. */
    next: conversationId.optional(),
  }),
  'read-history': z.object({
    entries: z.array(entry).max(limits.maxHistoryPage),
    /** True where the page was cut and more entries lie in the direction asked for. */
    more: z.boolean(),
  }),
  'mark-delivered': z.object({}),
  'list-receipts': z.object({
    receipts: z.array(receipt).max(limits.rosterPage),
    next: conversationId.optional(),
  }),
  'list-members': z.object({
    members: z.array(member).max(limits.rosterPage),
    next: accountId.optional(),
  }),
  'list-groups': z.object({
    groups: z.array(group).max(limits.groupPage),
    next: conversationId.optional(),
  }),
  /** Of the last entry that was stored for it. */
  'make-group': stored,
  'rename-group': stored,
  'add-to-group': stored,
  'remove-from-group': stored,
  'leave-group': stored,
  /** `open` where the other one had asked at the same time: both meet in one. */
  'set-private-limit': z.object({}),
  'ask-private': z.object({ private: privateId, state: z.enum(['asked', 'open']) }),
  'answer-private': z.object({}),
  /** In the other one's send queue, or held for who is lost and may come back. */
  'send-private': z.object({ seq: z.int().positive(), at: epochMs }),
  'end-private': z.object({}),
} as const;

export type AnswerName = keyof typeof answerSchemas;
export type AnswerOf<N extends AnswerName> = z.infer<(typeof answerSchemas)[N]>;

const failFrame = z.object({
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
  /** The character that a name cannot hold, for `name-not-allowed`. */
  subject: z.string().optional(),
  /** The protocol versions this side speaks, for `peer-too-old` and `peer-too-new`. */
  supported: z.object({ oldest: z.int(), newest: z.int() }).optional(),
});
export type FailFrame = z.infer<typeof failFrame>;

/** `{"type":"ok","rid":…}` with the fields of its command's answer beside them. */
const okFrame = z.looseObject({ type: z.literal('ok'), rid: z.int().nonnegative() });

/** Events were left out because this reader was slow: `sync` and `list-members` bring it up to date (W12). */
const behindFrame = z.object({ type: z.literal('behind') });

/** The last line of a connection that the room ends, with the reason. */
const closedFrame = z.object({
  type: z.literal('closed'),
  code: refusalCode,
  limit: z.number().optional(),
  retryAfterMs: z.number().optional(),
});
export type ClosedFrame = z.infer<typeof closedFrame>;

/** Somebody came, went, or is away: how they stand now. Live only. */
const memberFrame = member.extend({ type: z.literal('member') });
/** A group as it stands now, to each of its members. Live only. */
const groupFrame = group.extend({ type: z.literal('group') });
const roomFrame = roomNotice.extend({ type: z.literal('room') });
const receiptFrame = receipt.extend({ type: z.literal('receipt') });

/** To every session of the one who is asked. */
const privateAskedFrame = z.object({
  type: z.literal('private-asked'),
  private: privateId,
  from: accountId,
  /** How long it still waits for an answer. */
  expiresInMs: z.int().nonnegative(),
});
/** To both, and again to a side that has come back. */
const privateOpenedFrame = z.object({
  type: z.literal('private-opened'),
  private: privateId,
  with: accountId,
});
const privateMessageFrame = z.object({
  type: z.literal('private-message'),
  private: privateId,
  /** 1, 2, 3 and so on within the private chat; what comes again after a loss has the same number. */
  seq: z.int().positive(),
  at: epochMs,
  from: accountId,
  cid,
  text: z.string(),
});
/** The other side's connection was lost, or has come back. */
const privatePartnerFrame = z.object({
  type: z.literal('private-partner'),
  private: privateId,
  state: z.enum(['lost', 'back']),
});
export const privateEndReasons = [
  'declined',
  'busy',
  'timed-out',
  'withdrawn',
  'answered-elsewhere',
  'left',
  'lost',
] as const;
/** To both sides; nothing of this private chat comes after it. */
const privateEndedFrame = z.object({
  type: z.literal('private-ended'),
  private: privateId,
  reason: z.enum(privateEndReasons),
  /** Whose doing it was; missing where it was nobody's. */
  by: accountId.optional(),
});

/** What a room says of itself, live: left out for a reader that is behind, who asks anew. */
const noticeFrames = [memberFrame, groupFrame, roomFrame, receiptFrame] as const;
/** Of private chats: never left out. */
const privateFrames = [
  privateAskedFrame,
  privateOpenedFrame,
  privateMessageFrame,
  privatePartnerFrame,
  privateEndedFrame,
] as const;
export type NoticeFrame = z.infer<(typeof noticeFrames)[number]>;
export type PrivateFrame = z.infer<(typeof privateFrames)[number]>;

/** Everything a room says. Live entries come as they are; `type` tells them from the rest. */
export const serverFrame = z.discriminatedUnion('type', [
  okFrame,
  failFrame,
  behindFrame,
  closedFrame,
  ...noticeFrames,
  ...privateFrames,
  ...entry.options,
]);
export type ServerFrame = z.infer<typeof serverFrame>;
