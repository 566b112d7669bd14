import { z } from 'zod';
import type { MessageEntry } from '../protocol/entries.ts';
import { roomId, type RoomId } from '../protocol/ids.ts';
import { bridgeFeature, carries, inConversation } from './feature.ts';

/** Messages that this person has put aside to find again. */
export const saved = bridgeFeature({
  requests: {
    /** Newest put aside first; of each text the beginning. */
    'saved/list': { params: z.object({ room: roomId }), result: carries<MessageEntry[]>() },
    'saved/change': {
      params: inConversation.extend({ seq: z.int().positive(), isSaved: z.boolean() }),
      result: carries<null>(),
    },
  },
  pushes: {
    'saved/changed': carries<{ room: RoomId }>(),
  },
});
