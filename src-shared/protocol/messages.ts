import { z } from 'zod';
import { epochMs, feature } from './feature.ts';
import { sentFiles } from './files.ts';
import { accountId, cid, conversationId } from './ids.ts';
import { imported } from './imported.ts';
import { mentions, mentionsPerMessage } from './mentions.ts';

/** Where an entry stands in the log; on disk when this is answered (W6). */
export const stored = {
  in: conversationId,
  seq: z.int().positive(),
  id: z.int().positive(),
  at: epochMs,
};

/** So many conversations a message is forwarded to at once. */
export const mostForwardedTo = 20;

/** Of what a person sent: the room tells it to this person alone. */
export const ownCid = cid.optional();

/** What is said in a conversation. */
export const messages = feature({
  requests: {
    'send-message': {
      who: 'member',
      params: {
        in: conversationId,
        cid,
        text: z.string(),
        /** The message that it answers: its number in the same conversation. */
        reply: z.int().positive().optional(),
        /** The message whose words these are, in whatever conversation of the room, and who wrote them first. */
        forward: z
          .object({ in: conversationId, seq: z.int().positive(), from: accountId })
          .optional(),
        /** What goes with the words: each was offered and is whole. Of a forwarded message all that it has. */
        files: sentFiles,
      },
      answer: stored,
    },
  },
  entries: {
    /** An empty text is that of one that was deleted. */
    message: {
      from: accountId,
      cid: ownCid,
      text: z.string(),
      reply: z.int().positive().optional(),
      /** Who said it first; the room has looked that up. */
      forwarded: accountId.optional(),
      files: sentFiles,
      mentions,
      imported,
    },
  },
  codes: {
    'text-empty': { ends: false },
    'text-too-long': { ends: false },
    'no-such-conversation': { ends: false },
    'cid-used': { ends: false },
    'not-what-was-said': { ends: false },
    'too-fast': { ends: false },
    'too-many-unacknowledged': { ends: false },
    'store-full': { ends: false },
    'store-failed': { ends: false },
  },
  limits: {
    maxTextCharacters: 8000,
    messageBurst: 10,
    messagesPerSecond: 2,
    maxUnacknowledged: 64,
    mentionsPerMessage,
    freeDiskBytes: 64 * 1024 * 1024,
  },
});
