import { z } from 'zod';
import { epochMs, feature } from './feature.ts';
import { fileHash, fileSize, fileTicket, privateFiles } from './files.ts';
import { accountId, bits256, cid, privateId } from './ids.ts';

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

/** How a text is sealed: its number, the text in UTF-8 filled up to whole steps, and the tag of AES-GCM. */
export const sealing = { headBytes: 4, stepBytes: 256, tagBytes: 16 };

/**
 * How a file stands with who gives it: `stopped` by that person for now; `withdrawn`: it will not be given any more; `ready`: it
 * is given again. With who takes it: `no-space` on that disk, until it is asked for again.
 */
const givenFileStates = ['stopped', 'withdrawn', 'ready', 'no-space'] as const;
export type GivenFileState = (typeof givenFileStates)[number];

/** What is sealed: a message of a private chat, as JSON. */
export const saidPrivately = z.object({ text: z.string(), files: privateFiles });
export type SaidPrivately = z.infer<typeof saidPrivately>;

/** What its files may add to a message. */
const filesBytes = 32 * 1024;

/** As long as a message with a text of so many characters can be when it is sealed and written in base64url. */
export function sealedLength(characters: number): number {
  const bytesPerCharacter = 4;
  return sealedLengthOf(characters * bytesPerCharacter + filesBytes);
}

/** The same for a text of so many bytes of UTF-8. */
export function sealedLengthOf(bytes: number): number {
  const { headBytes, stepBytes, tagBytes } = sealing;
  const steps = Math.ceil((bytes + 1) / stepBytes);
  return Math.ceil(((headBytes + steps * stepBytes + tagBytes) * 4) / 3);
}

/** Nothing but bytes to the room, which has no key to them. */
const sealed = z.string().regex(/^[A-Za-z0-9_-]+$/);

/** Between two who both want it, readable by nobody else; never stored (R3.3 to R3.5). */
export const privateChats = feature({
  requests: {
    /** How many private chats this person wants at once; one if nothing was said. */
    'set-private-limit': {
      who: 'account',
      params: { limit: z.int().min(0).max(privatesPerMember) },
      answer: {},
    },
    'ask-private': {
      who: 'account',
      needs: 'ask-private',
      /** `commitment` binds the asker to a key that is shown only after the other side's (`reveal-private`). */
      params: { account: accountId, commitment: bits256 },
      /** `crossed` if the other one had asked at the same time: that one is to be accepted. */
      answer: { private: privateId, state: z.enum(['asked', 'crossed']) },
    },
    'answer-private': {
      who: 'account',
      /** With the answerer's key it is a yes, without one a no. */
      params: { private: privateId, key: bits256.optional() },
      answer: {},
    },
    /** The asker shows what it was bound to, once it has the other side's key. */
    'reveal-private': {
      who: 'account',
      params: { private: privateId, key: bits256, nonce: bits256 },
      answer: {},
    },
    /** Goes to the other one and to nobody else, and is not stored. */
    'send-private': {
      who: 'account',
      params: { private: privateId, cid, sealed },
      /** In the other one's send queue, or held for who is lost and may come back. */
      answer: { seq: z.int().positive(), at: epochMs },
    },
    /** What the other one has sent a file with: that one's program is asked for it, and the room joins the two. */
    'fetch-private-file': {
      who: 'account',
      /** `size`: as it is sealed; `held`: so many bytes of it are here already. */
      params: { private: privateId, hash: fileHash, size: fileSize, held: fileSize },
      answer: { ticket: fileTicket },
    },
    /** Says to the other side how a file that it fetches stands here. */
    'set-private-file': {
      who: 'account',
      params: {
        private: privateId,
        hash: fileHash,
        state: z.enum(givenFileStates),
        /** Of the `private-file-asked` that it answers: nobody comes with it any more. */
        ticket: fileTicket.optional(),
      },
      answer: {},
    },
    /** Leaves an open private chat, or takes back what was asked. */
    'end-private': { who: 'account', params: { private: privateId }, answer: {} },
  },
  tellings: {
    /** To every session of the one who is asked. */
    'private-asked': {
      private: privateId,
      from: accountId,
      commitment: bits256,
      /** How long it still waits for an answer. */
      expiresInMs: z.int().nonnegative(),
    },
    /**
     * To both, and again to a side that has come back. The asker gets the answerer's `key`; the answerer gets `key` and
     * `nonce` as soon as the asker has revealed them.
     */
    'private-opened': {
      private: privateId,
      with: accountId,
      key: bits256.optional(),
      nonce: bits256.optional(),
    },
    'private-message': {
      private: privateId,
      /** 1, 2, 3 and so on within the private chat; what comes again after a loss has the same number. */
      seq: z.int().positive(),
      at: epochMs,
      from: accountId,
      cid,
      sealed,
    },
    /** The other side fetches a file of this one; `ticket` opens the connection on which it is given. */
    'private-file-asked': {
      private: privateId,
      hash: fileHash,
      held: fileSize,
      ticket: fileTicket,
    },
    /** How a file that the other side gives stands there. */
    'private-file-set': {
      private: privateId,
      hash: fileHash,
      state: z.enum(givenFileStates),
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
    /** The other side of a private chat does not give the file just now, or does not take it any further. */
    'partner-away': { ends: false },
  },
  limits: {
    /** How long a private chat that was asked for waits for its answer. */
    privateAskMs: 2 * 60_000,
    /** How long a private chat waits for a side whose connection was lost. */
    privateLostMs: 20_000,
    /** What a private chat holds for a side whose connection was lost: its newest messages. */
    privateReplay: 100,
    /** And this many characters of what is sealed in them: what is sent again at once. */
    privateReplayCharacters: 128 * 1024,
    privatesPerMember,
    /** How long who fetches a file of a private chat waits for the other side's connection. */
    partnerFileMs: 20_000,
  },
});
