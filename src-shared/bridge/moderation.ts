import { z } from 'zod';
import type { Ban, BanReach, Recorded } from '../protocol/moderation.ts';
import { banReaches } from '../protocol/moderation.ts';
import { limits } from '../protocol/limits.ts';
import { accountId, roomId, type RoomId } from '../protocol/ids.ts';
import { givenRoles } from '../protocol/roles.ts';
import { forbiddables, roomSettings } from '../protocol/room-settings.ts';
import { keepThere } from '../protocol/retention.ts';
import { bridgeFeature, carries, inConversation } from './feature.ts';

const person = z.object({ room: roomId, account: accountId });
const reason = z
  .string()
  .max(4 * limits.maxReasonCharacters)
  .optional();
/** For ever if it is missing. */
const lastsMs = z.int().min(limits.shortestPenaltyMs).max(limits.longestPenaltyMs).optional();

export type BanPage = { bans: Ban[]; next?: number | undefined };
export type RecordPage = { entries: Recorded[]; next?: number | undefined };

/**
 * What the owner and moderators of a room do. Who may what is in `may` and `mayActOn` (`protocol/roles.ts`); what one may not
 * do is refused with `not-allowed`.
 */
export const moderation = bridgeFeature({
  requests: {
    'member/set-role': {
      params: person.extend({ role: z.enum(givenRoles) }),
      result: carries<null>(),
    },
    /** The room is this member's then, and one is a moderator oneself. */
    'room/hand-over': { params: person, result: carries<null>() },
    'member/kick': { params: person.extend({ reason }), result: carries<null>() },
    /** The answer says of what it holds besides the account: what is not known is left out. */
    'member/ban': {
      params: person.extend({ reach: z.array(z.enum(banReaches)).max(3), lastsMs, reason }),
      result: carries<{ reach: BanReach[] }>(),
    },
    'member/mute': { params: person.extend({ lastsMs, reason }), result: carries<null>() },
    'member/unmute': { params: person, result: carries<null>() },
    /** Newest first; `from` is the `next` of the page before. */
    'ban/list': {
      params: z.object({ room: roomId, from: z.int().positive().optional() }),
      result: carries<BanPage>(),
    },
    'ban/lift': {
      params: z.object({ room: roomId, ban: z.int().positive() }),
      result: carries<null>(),
    },
    /** Newest first; `from` is the `next` of the page before. */
    'record/read': {
      params: z.object({ room: roomId, from: z.int().positive().optional() }),
      result: carries<RecordPage>(),
    },
    /** Only what is given changes. An empty `password` takes the room's password away. */
    'room/change-settings': {
      params: z.object({
        room: roomId,
        name: z.string().max(512).optional(),
        password: z.string().max(512).optional(),
        readOnly: z.boolean().optional(),
        slowModeSeconds: z.int().min(0).max(limits.longestSlowModeSeconds).optional(),
        editSeconds: z.int().min(0).max(limits.longestEditSeconds).optional(),
        newcomersRead: roomSettings.shape.newcomersRead.optional(),
        forbidden: z.array(z.enum(forbiddables)).max(forbiddables.length).optional(),
      }),
      result: carries<null>(),
    },
    /** In `everyone` for the room, direct messages too; in a group or a topic for that alone. What does not stay by it goes for good. */
    'retention/change': {
      params: inConversation.extend({ keep: keepThere }),
      result: carries<null>(),
    },
    /** How many messages would go by it; `isMore`: more than were counted. */
    'retention/count': {
      params: inConversation.extend({ keep: keepThere }),
      result: carries<{ messages: number; isMore?: true | undefined }>(),
    },
  },
  pushes: {
    /** What was written into the record just now. */
    'record/added': carries<{ room: RoomId; entry: Recorded }>(),
  },
});
