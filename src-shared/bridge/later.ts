import { z } from 'zod';
import { cid } from '../protocol/ids.ts';
import type { LaterMessage } from '../protocol/later.ts';
import { epochMs } from '../protocol/feature.ts';
import { bridgeFeature, carries, inConversation, inRoom, text } from './feature.ts';

/** Messages that the room sends at a time; asked of the room each time, and kept nowhere here. */
export const later = bridgeFeature({
  requests: {
    /** The next one first. */
    'later/list': { params: inRoom, result: carries<LaterMessage[]>() },
    /** With the `cid` of one that waits: instead of it. */
    'later/send': {
      params: inConversation.extend({
        text,
        at: epochMs,
        reply: z.int().positive().optional(),
        cid: cid.optional(),
      }),
      result: carries<null>(),
    },
    /** Gives back those that are left. */
    'later/cancel': { params: inRoom.extend({ cid }), result: carries<LaterMessage[]>() },
  },
});
