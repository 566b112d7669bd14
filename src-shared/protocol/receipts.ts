import { z } from 'zod';
import { feature } from './feature.ts';
import { accountId, conversationId } from './ids.ts';
import { rosterPage } from './members.ts';

const limits = {
  /** What one member says at once of how far conversations have come, and then in a second: others hear each of them. */
  markBurst: 500,
  marksPerSecond: 50,
} as const;

/** How far a conversation has reached `account`'s disk (direct ones), and how far it was read there. */
const receipt = z.object({
  in: conversationId,
  account: accountId,
  delivered: z.int().positive().optional(),
  /** 0: not shown any more. */
  read: z.int().nonnegative().optional(),
});
export type Receipt = z.infer<typeof receipt>;

/** How far messages have come (W11). */
export const receipts = feature({
  requests: {
    /** Everything up to `seq` of a direct conversation has reached this member's disk. */
    'mark-delivered': {
      who: 'member',
      params: { in: conversationId, seq: z.int().positive() },
      answer: {},
    },
    /** The person has read up to `seq`; 0 takes back what was said of it. */
    'mark-read': {
      who: 'account',
      params: { in: conversationId, seq: z.int().nonnegative() },
      answer: {},
    },
    /** How far one's own messages have reached the others, and what one has said oneself of having read. */
    'list-receipts': {
      who: 'account',
      /** `from`: the `next` of the page before. */
      params: { from: conversationId.optional() },
      answer: { receipts: z.array(receipt).max(rosterPage), next: conversationId.optional() },
    },
  },
  notices: { receipt: receipt.shape },
  limits,
});
