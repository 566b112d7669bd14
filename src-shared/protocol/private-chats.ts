import { z } from 'zod';
import { epochMs, feature } from './feature.ts';
import { accountId, cid, privateId } from './ids.ts';

export const privateEndReasons = [
  'declined',
  'busy',
  'timed-out',
  'withdrawn',
  'answered-elsewhere',
  'left',
  'lost',
] as const;
export type PrivateEndReason = (typeof privateEndReasons)[number];

/** Private chats of one member, asked for or open. */
const privatesPerMember = 20;

/** Between two who both want it; never stored (R3.3 to R3.5). */
export const privateChats = feature({
  requests: {
    /** How many private chats this person wants at once; one if nothing was said. */
    'set-private-limit': {
      who: 'account',
      params: { limit: z.int().min(0).max(privatesPerMember) },
      answer: {},
    },
    'ask-private': {
      who: 'insider',
      params: { account: accountId },
      /** `open` if the other one had asked at the same time: both meet in one. */
      answer: { private: privateId, state: z.enum(['asked', 'open']) },
    },
    'answer-private': {
      who: 'account',
      params: { private: privateId, answer: z.enum(['accept', 'decline']) },
      answer: {},
    },
    /** Goes to the other one and to nobody else, and is not stored. */
    'send-private': {
      who: 'account',
      params: { private: privateId, cid, text: z.string() },
      /** In the other one's send queue, or held for who is lost and may come back. */
      answer: { seq: z.int().positive(), at: epochMs },
    },
    /** Leaves an open private chat, or takes back what was asked. */
    'end-private': { who: 'account', params: { private: privateId }, answer: {} },
  },
  tellings: {
    /** To every session of the one who is asked. */
    'private-asked': {
      private: privateId,
      from: accountId,
      /** How long it still waits for an answer. */
      expiresInMs: z.int().nonnegative(),
    },
    /** To both, and again to a side that has come back. */
    'private-opened': { private: privateId, with: accountId },
    'private-message': {
      private: privateId,
      /** 1, 2, 3 and so on within the private chat; what comes again after a loss has the same number. */
      seq: z.int().positive(),
      at: epochMs,
      from: accountId,
      cid,
      text: z.string(),
    },
    /** The other side's connection was lost, or has come back. */
    'private-partner': { private: privateId, state: z.enum(['lost', 'back']) },
    /** To both sides; nothing of this private chat comes after it. */
    'private-ended': {
      private: privateId,
      reason: z.enum(privateEndReasons),
      /** Whose doing it was; missing if it was nobody's. */
      by: accountId.optional(),
    },
  },
  codes: {
    'private-with-self': { ends: false },
    'member-offline': { ends: false },
    'private-not-possible': { ends: false },
    'already-private': { ends: false },
    'too-many-privates': { ends: false },
    'no-such-private': { ends: false },
  },
  limits: {
    /** How long a private chat that was asked for waits for its answer. */
    privateAskMs: 2 * 60_000,
    /** How long a private chat waits for a side whose connection was lost. */
    privateLostMs: 20_000,
    /** What a private chat holds for a side whose connection was lost: its newest messages. */
    privateReplay: 100,
    /** And this many characters of them (UTF-16 code units): what is sent again at once. */
    privateReplayCharacters: 64 * 1024,
    privatesPerMember,
  },
});
