import { z } from 'zod';
import { feature } from './feature.ts';
import { accountId, conversationId } from './ids.ts';
import { rosterPage } from './members.ts';

/** How far a direct conversation has reached `account`'s disk. */
const receipt = z.object({
  in: conversationId,
  account: accountId,
  delivered: z.int().positive(),
});
export type Receipt = z.infer<typeof receipt>;

/** How far direct messages have come (W11). */
export const receipts = feature({
  requests: {
    /** Everything up to `seq` of a direct conversation has reached this member's disk. */
    'mark-delivered': {
      who: 'member',
      params: { in: conversationId, seq: z.int().positive() },
      answer: {},
    },
    /** How far one's own direct messages have reached the others. */
    'list-receipts': {
      who: 'account',
      /** `from`: the `next` of the page before. */
      params: { from: conversationId.optional() },
      answer: { receipts: z.array(receipt).max(rosterPage), next: conversationId.optional() },
    },
  },
  notices: { receipt: receipt.shape },
});
