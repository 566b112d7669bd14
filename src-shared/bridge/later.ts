import { z } from 'zod';
import { cid } from '../protocol/ids.ts';
import type { LaterView } from '../member/later-view.ts';
import { epochMs } from '../protocol/feature.ts';
import { bridgeFeature, carries, inConversation, inRoom, text } from './feature.ts';

/** Messages that the room sends at a time. Without a connection they are as the room listed them last. */
export const later = bridgeFeature({
  requests: {
    /** The next one first. */
    'later/list': { params: inRoom, result: carries<LaterView[]>() },
    /** With the `cid` of one that waits: instead of it. Without a connection it waits in the outbox. */
    'later/send': {
      params: inConversation.extend({
        text,
        at: epochMs,
        reply: z.int().positive().optional(),
        cid: cid.optional(),
      }),
      result: carries<null>(),
    },
    /** Gives back those that are left. Without a connection it waits in the outbox. */
    'later/cancel': { params: inRoom.extend({ cid }), result: carries<LaterView[]>() },
  },
});
