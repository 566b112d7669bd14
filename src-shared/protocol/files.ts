import { z } from 'zod';
import { feature } from './feature.ts';
import { accountId, bits256, conversationId } from './ids.ts';

const limits = {
  /** What is hashed, sent and checked at a time (W20). */
  fileBlockBytes: 1024 * 1024,
  /** The largest that any host lets its room take; what it does take is its host's to say (`usualFileTerms`). */
  fileBytes: 128 * 1024 ** 3,
  /** What a file counts at least: what is kept of it besides its bytes has a bound too. */
  fileBytesCounted: 64 * 1024,
  filesPerMessage: 100,
  /** Of a name with the folders that it came with. */
  fileNameCharacters: 512,
  /** What the room leaves free of its disk: with less, no file is taken in. */
  freeDiskBytesForFiles: 1024 ** 3,
  /** How long what was brought, whole or half, waits for the message that it belongs to. */
  unsentFileMs: 24 * 60 * 60_000,
  /** How long space is kept for what was promised, and of which nothing has come. */
  promisedFileMs: 10 * 60_000,
  /** Promises of one account of which nothing has come: the oldest makes way for the next. */
  promisedFilesPerAccount: 64,
  /** How long a ticket may lie before a connection is opened with it. */
  ticketMs: 60_000,
  /** Tickets of one account that lie. */
  ticketsPerAccount: 64,
  /** Connections of one account over which files go. */
  transfersPerAccount: 8,
  /** Files of which the room remembers that one has said to have no space for them; the oldest makes way for the next. */
  fullDisksPerAccount: 200,
  /** Blocks that one asks for before the first of them has come. */
  blocksAskedAtOnce: 8,
} as const;

/** How the disk of who fetches a file stands: `no-space` for all of it, or `space` again. */
const fileSpace = z.enum(['no-space', 'space']);
export type FileSpace = z.infer<typeof fileSpace>;

/** Of the size and of the SHA-256 of each block (docs/PROTOCOL.md, Files), in base64url. */
export const fileHash = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .brand<'FileHash'>();
export type FileHash = z.infer<typeof fileHash>;

/** Opens one connection for one file; 128 random bits and more. */
export const fileTicket = z
  .string()
  .regex(/^[A-Za-z0-9_-]{22}$/)
  .brand<'FileTicket'>();
export type FileTicket = z.infer<typeof fileTicket>;

/**
 * A few bytes that show what a picture will look like before it is here (ThumbHash), in base64url. The sender's word:
 * whoever shows it bounds what it unfolds to.
 */
export const picturePreview = z.string().regex(/^[A-Za-z0-9_-]{7,48}$/);

export const fileSize = z.int().nonnegative().max(Number.MAX_SAFE_INTEGER);

/** So many days a room keeps files, from their message on; 0: for ever. */
export const fileDays = [0, 30, 90, 365] as const;

const termsOfFiles = {
  /** The largest file that the room takes. */
  fileBytes: fileSize.max(limits.fileBytes),
  days: z.literal(fileDays),
};

/** What members are told of how the room keeps files. */
export const fileFacts = z.object(termsOfFiles);
export type FileFacts = z.infer<typeof fileFacts>;

/** What the host has set for files: what lies there already stays, whatever the space is now. */
export const fileTerms = z.object({
  ...termsOfFiles,
  memberBytes: fileSize,
  roomBytes: fileSize,
});
export type FileTerms = z.infer<typeof fileTerms>;

export const usualFileTerms: FileTerms = {
  fileBytes: 2 * 1024 ** 3,
  memberBytes: 2 * 1024 ** 3,
  roomBytes: 10 * 1024 ** 3,
  days: 0,
};

/** What a message has with it. Its name is the sender's: whoever writes it to a disk names it (`filePathFor`). */
const sentFile = z.object({
  hash: fileHash,
  size: fileSize,
  name: z.string().min(1).max(limits.fileNameCharacters),
  preview: picturePreview.optional(),
});
export type SentFile = z.infer<typeof sentFile>;

export const sentFiles = z.array(sentFile).min(1).max(limits.filesPerMessage).optional();

/**
 * A file of a private chat: its `hash` is that of what it is sealed to with `key` (docs/PROTOCOL.md, Files of a private
 * chat), its `size` that of the file itself.
 */
const privateFile = sentFile.extend({ key: bits256 });
export type PrivateFile = z.infer<typeof privateFile>;

/** Of each piece of it: as much of the file as fits into one block with its tag. */
const pieceTagBytes = 16;
export const pieceOfFileBytes = limits.fileBlockBytes - pieceTagBytes;

/** So large is what a file is sealed to. An empty one has a piece too: no two files are sealed to the same. */
export function sealedFileSize(size: number): number {
  return size + Math.max(1, Math.ceil(size / pieceOfFileBytes)) * pieceTagBytes;
}

export const privateFiles = z.array(privateFile).min(1).max(limits.filesPerMessage).optional();

const fileOfMessage = { in: conversationId, seq: z.int().positive(), hash: fileHash };

/** Files, which go over connections of their own. */
export const files = feature({
  requests: {
    /** Before it is sent with a message. Without a ticket in the answer the room has it from this account already. */
    'offer-file': {
      who: 'account',
      needs: 'send-files',
      params: { hash: fileHash, size: fileSize },
      answer: { ticket: fileTicket.optional() },
    },
    /** What was offered, and whatever of it has come, is not to be sent: the room forgets it unless a message has it. */
    'drop-file': { who: 'account', params: { hash: fileHash }, answer: {} },
    /** What a message that one may read has with it. */
    'fetch-file': {
      who: 'account',
      params: fileOfMessage,
      answer: { ticket: fileTicket },
    },
    /** Says to who has sent it whether the disk here has space for it; nobody else is told. */
    'set-file-space': {
      who: 'account',
      params: { ...fileOfMessage, state: fileSpace },
      answer: {},
    },
    /** In place of `hello`: this connection is for files from now on, one after the other. */
    /** `held`: so many bytes of it the room has already. */
    'open-file': {
      who: 'anybody',
      params: { ticket: fileTicket },
      answer: { size: fileSize, held: fileSize },
    },
  },
  notices: {
    /** To who has sent it: `account`, who fetches it, has no space for it, or has some again. */
    'file-space': { ...fileOfMessage, account: accountId, state: fileSpace },
  },
  codes: {
    'no-such-file': { ends: false },
    /** Its message is older than files are kept. */
    'file-not-kept': { ends: false },
    'file-too-large': { ends: false },
    'no-space-for-member': { ends: false },
    'no-space-for-files': { ends: false },
    'ticket-unknown': { ends: true },
    'too-many-transfers': { ends: true },
    /** Blocks came that are not those of the hash, again and again. */
    'file-damaged': { ends: true },
    'not-a-transfer': { ends: true },
  },
  limits,
});

/** What is told of somebody who fetches a file. */
export type ToldFileSpace = { account: z.infer<typeof accountId>; state: FileSpace } & {
  [F in keyof typeof fileOfMessage]: z.infer<(typeof fileOfMessage)[F]>;
};
