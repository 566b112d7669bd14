import { z } from 'zod';
import { epochMs, feature } from './feature.ts';
import { cid, conversationId } from './ids.ts';

const limits = {
  /** Of one account, what could not be sent too. */
  laterPerAccount: 20,
  laterPerRoom: 2000,
  /** A year. */
  laterMs: 366 * 24 * 60 * 60_000,
} as const;

const later = {
  in: conversationId,
  /** That of the message, once it is sent. */
  cid,
  text: z.string(),
  reply: z.int().positive().optional(),
  /** When the room sends it, by its own clock. */
  at: epochMs,
};

/** A message that waits in the room. `refusal`: why it could not be sent when its time had come. */
const laterMessage = z.object({ ...later, refusal: z.string().optional() });
export type LaterMessage = z.infer<typeof laterMessage>;

/** Messages that the room sends at a time, whether their writer is there or not. */
export const laterWords = feature({
  requests: {
    /** With the `cid` of one that waits: instead of it. */
    'send-later': { who: 'account', params: later, answer: {} },
    /** One's own, the next one first. */
    'list-later': {
      who: 'account',
      params: {},
      answer: { messages: z.array(laterMessage).max(limits.laterPerAccount) },
    },
    'cancel-later': { who: 'account', params: { cid }, answer: {} },
  },
  codes: {
    'not-in-time': { ends: false },
    'too-many-later': { ends: false },
    'no-such-later': { ends: false },
  },
  limits,
});
