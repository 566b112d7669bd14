import { z } from 'zod';
import type { MessageEntry } from '../protocol/entries.ts';
import { accountId, conversationId, roomId } from '../protocol/ids.ts';
import type { RoomId } from '../protocol/ids.ts';
import { bridgeFeature, carries } from './feature.ts';

/** Names are missing where the copy does not hold the person. */
export type HitNames = {
  room: string;
  isOwn: boolean;
  from?: string | undefined;
  /** The other one of a direct conversation. */
  partner?: string | undefined;
  /** The name of a group conversation. */
  group?: string | undefined;
};

export type SearchHit = {
  room: RoomId;
  message: MessageEntry;
  /** Who is who, for a window that shows another room than the hit's. */
  names?: HitNames | undefined;
};

export type SearchPage = {
  /** Newest first. */
  hits: SearchHit[];
  /** For the next page; missing on the last one. */
  next?: string | undefined;
};

export const search = bridgeFeature({
  requests: {
    'search/find': {
      params: z.object({
        /** All rooms where missing. */
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
