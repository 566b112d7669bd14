import { z } from 'zod';
import type { SearchPage } from '../member/own-copy.ts';
import { accountId, conversationId, roomId } from '../protocol/ids.ts';
import { bridgeFeature, carries } from './feature.ts';

export const search = bridgeFeature({
  requests: {
    'search/find': {
      params: z.object({
        /** All rooms if missing. */
        room: roomId.optional(),
        in: conversationId.optional(),
        text: z.string().max(1000),
        from: accountId.optional(),
        /** Epoch milliseconds: sent before, sent at or after. */
        before: z.int().optional(),
        after: z.int().optional(),
        /** The `next` of the page before; it names a position in each of the rooms searched. */
        next: z.string().max(4096).optional(),
        limit: z.int().positive().max(200),
      }),
      result: carries<SearchPage>(),
    },
  },
});
