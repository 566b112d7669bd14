import { z } from 'zod';
import { refusalCode } from './codes.ts';
import { entryList } from './entry-list.ts';
import type { Spoken, SpokenOf } from './feature.ts';
import { schemasByType } from './feature.ts';
import { limits, notices, requests, tellings } from './features.ts';

type Requests = typeof requests;
export type CommandName = keyof Requests;

export const rid = z.int().nonnegative();
type CommandHead = { rid: typeof rid };

type CommandsByName = {
  [N in CommandName]: Spoken<N, CommandHead & Requests[N]['params']>;
};
/** A request: one JSON line, answered exactly once by an `ok` or `fail` frame with the same `rid` (W3). */
export type CommandOf<N extends CommandName> = CommandsByName[N];
export type Command = CommandOf<CommandName>;

type ParamsByName = { [N in CommandName]: Omit<CommandsByName[N], 'type' | 'rid'> };
export type ParamsOf<N extends CommandName> = ParamsByName[N];

type AnswerTable = { [N in CommandName]: z.output<z.ZodObject<Requests[N]['answer']>> };
/** An interface, so that TypeScript sees in the answer to `N` what every answer has. */
interface AnswersByName extends AnswerTable {}
/** The fields of the `ok` answer. */
export type AnswerOf<N extends CommandName> = AnswersByName[N];
/** What a guest is told in place of a sign-in's answer: there is no token to come back with. */
export type GuestAnswer = Omit<AnswerOf<'sign-in'>, 'token' | 'hasPassword'>;
export type Answer = AnswerOf<CommandName> | GuestAnswer;
/** Requests that are answered when an entry is stored, or need not be. */
export type StoringName = {
  [N in CommandName]: AnswerOf<N> extends AnswerOf<'send-message' | 'add-reaction'> ? N : never;
}[CommandName];

export type WhoAsks<N extends CommandName> = Requests[N]['who'];

const shapes = (part: 'params' | 'answer'): Record<string, z.ZodRawShape> =>
  Object.fromEntries(Object.entries(requests).map(([name, words]) => [name, words[part]]));

export const commandSchemas = schemasByType(shapes('params'), { rid });

export const answerSchemas = Object.fromEntries(
  Object.entries(shapes('answer')).map(([name, shape]) => [name, z.object(shape)]),
) as Record<CommandName, z.ZodObject>;

/** What answers or ends, whatever it was about. */
const outcomes = {
  fail: {
    /** Null if the line could not be read so far as to know its `rid`. */
    rid: rid.nullable(),
    code: refusalCode,
    /** The field that was wrong, for `bad-field`. */
    field: z.string().optional(),
    /** The limit that was passed, in the unit of the code. */
    limit: z.number().optional(),
    /** How long to wait before the next try. */
    retryAfterMs: z.number().optional(),
    /** The character that a name cannot hold, for `name-not-allowed`. */
    subject: z.string().optional(),
    /** Why a moderator did it, in words of their own. */
    reason: z.string().optional(),
    /** The protocol versions this side speaks, for `peer-too-old` and `peer-too-new`. */
    supported: z.object({ oldest: z.int(), newest: z.int() }).optional(),
  },
  /** Events were left out because this reader was slow: `sync` and `list-members` bring it up to date (W12). */
  behind: {},
  /** The last line of a connection that the room ends, with the reason. */
  closed: {
    code: refusalCode,
    limit: z.number().optional(),
    retryAfterMs: z.number().optional(),
    reason: z.string().optional(),
  },
};
export type FailFrame = SpokenOf<Pick<typeof outcomes, 'fail'>>;
export type ClosedFrame = SpokenOf<Pick<typeof outcomes, 'closed'>>;

/** What the log got, live, oldest first. */
const deliveries = { entries: { entries: entryList(limits.maxHistoryPage) } };

/** `{"type":"ok","rid":…}` with the fields of its command's answer beside them. */
const okFrame = z.looseObject({ type: z.literal('ok'), rid });

export type NoticeFrame = SpokenOf<typeof notices>;
/** What the room says to one person. */
export type ToldFrame = SpokenOf<typeof tellings>;
export type PrivateFrame = Exclude<ToldFrame, { type: 'let-in' }>;
/** Everything a room says. */
export type ServerFrame =
  | z.infer<typeof okFrame>
  | SpokenOf<typeof outcomes>
  | NoticeFrame
  | ToldFrame
  | SpokenOf<typeof deliveries>;

export const frameSchemas = new Map<unknown, z.ZodType>([
  ['ok', okFrame],
  ...schemasByType({ ...outcomes, ...deliveries, ...notices, ...tellings }),
]);
