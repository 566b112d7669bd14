import { z } from 'zod';
import { accountId, cid, conversationId } from './ids.ts';

/** Epoch milliseconds, up to what a date can hold: a later one would throw where it is shown. */
export const epochMs = z.int().nonnegative().max(8_640_000_000_000_000);

/**
 * What the room's log holds. Every entry has `id`, its place in the whole log (starts at 1, rises),
 * and `seq`, its dense number in its conversation (starts at 1, W5). `at` is the host's clock in
 * epoch milliseconds, for people to read: order is the number, never the clock.
 */
const place = {
  in: conversationId,
  seq: z.int().positive(),
  id: z.int().positive(),
  at: epochMs,
};

const messageEntry = z.object({
  type: z.literal('message'),
  ...place,
  from: accountId,
  cid,
  text: z.string(),
});

/** An account came online; the first one of an account is how others learn its name. */
const joinedEntry = z.object({
  type: z.literal('joined'),
  ...place,
  account: accountId,
  name: z.string(),
});

/** An account's last session ended: it left, or its connection was lost. */
const leftEntry = z.object({
  type: z.literal('left'),
  ...place,
  account: accountId,
  reason: z.enum(['left', 'lost']),
});

/** Of a group: `by` took `account` in. With it begins what that member may read. */
const addedEntry = z.object({
  type: z.literal('added'),
  ...place,
  by: accountId,
  account: accountId,
});

/** Of a group: `by` took `account` out; both are the same where a member left. The last that one may read. */
const removedEntry = z.object({
  type: z.literal('removed'),
  ...place,
  by: accountId,
  account: accountId,
});

/** Of a group: its name from here on. */
const renamedEntry = z.object({
  type: z.literal('renamed'),
  ...place,
  by: accountId,
  name: z.string(),
});

export const entry = z.discriminatedUnion('type', [
  messageEntry,
  joinedEntry,
  leftEntry,
  addedEntry,
  removedEntry,
  renamedEntry,
]);

export type MessageEntry = z.infer<typeof messageEntry>;
export type JoinedEntry = z.infer<typeof joinedEntry>;
export type LeftEntry = z.infer<typeof leftEntry>;
export type AddedEntry = z.infer<typeof addedEntry>;
export type RemovedEntry = z.infer<typeof removedEntry>;
export type RenamedEntry = z.infer<typeof renamedEntry>;
export type Entry = z.infer<typeof entry>;

type WithoutNumbers<E> = E extends Entry ? Omit<E, 'id' | 'seq'> : never;
/** An entry that the log has not numbered yet. */
export type EntryDraft = WithoutNumbers<Entry>;
