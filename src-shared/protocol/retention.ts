import { z } from 'zod';
import { feature } from './feature.ts';
import { conversationId } from './ids.ts';
import { stored } from './messages.ts';

const limits = {
  /** The longest and the shortest that a conversation can be kept for, unless all of it is. */
  mostKeptDays: 3650,
  mostKeptMessages: 1_000_000,
  leastKeptMessages: 100,
  /** Numbers that go with one entry. */
  expiredAtOnce: 500,
  /** Messages that are counted before a rule is made. */
  mostCountedToGo: 100_000,
} as const;

/** What of a conversation is kept: all of it, what was said in the last days, or the newest so many numbers. */
export const keep = z.union([
  z.literal('all'),
  z.object({ days: z.int().positive().max(limits.mostKeptDays) }),
  z.object({
    messages: z.int().min(limits.leastKeptMessages).max(limits.mostKeptMessages),
  }),
]);
export type Keep = z.infer<typeof keep>;

/** Of a group or a topic: a rule of its own, or that of the room. */
export const keepThere = z.union([keep, z.literal('as-room')]);
export type KeepThere = z.infer<typeof keepThere>;

/** Empty if it is the host. */
const by = z
  .string()
  .regex(/^(?:[A-Za-z0-9_-]{10})?$/)
  .brand<'AccountId'>();

const rule = { in: conversationId, keep: keepThere };

/** How long what is said stays, and that it goes. */
export const retention = feature({
  requests: {
    /** In `everyone` for the room, direct messages too; in a group or a topic for that alone. */
    'change-retention': { who: 'account', needs: 'change-room', params: rule, answer: stored },
    /** How many messages would go by it; `isMore`: more than were counted. */
    'count-expired': {
      who: 'account',
      needs: 'change-room',
      params: rule,
      answer: { messages: z.int().nonnegative(), isMore: z.literal(true).optional() },
    },
  },
  entries: {
    /** From here on so much is kept. */
    'retention-changed': { by, keep: keepThere },
    /** All up to this number is gone, for good: the host keeps nothing of it, and no copy does. */
    expired: { by, target: z.int().positive() },
  },
  limits,
});

/** Whether by `next` something may go that stays by `before`. */
export function isStricter(next: Keep, before: Keep): boolean {
  if (next === 'all') return false;
  if (before === 'all') return true;
  if ('days' in next) return !('days' in before) || next.days < before.days;
  return !('messages' in before) || next.messages < before.messages;
}
