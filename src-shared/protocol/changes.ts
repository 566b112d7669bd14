import { z } from 'zod';
import { feature } from './feature.ts';
import { accountId, cid, conversationId } from './ids.ts';
import { mentions } from './mentions.ts';
import { ownCid, stored } from './messages.ts';

const limits = {
  /** Different emoji on one message. */
  reactionKinds: 20,
  /** The longest emoji that there is has 10. */
  maxEmojiCharacters: 16,
  editsPerMessage: 100,
  /** Edits and reactions of one message, those that were taken back too: whoever shows it reads them all. */
  changesPerMessage: 5000,
  /** Of those who reacted so many are named; all are counted. */
  reactingNames: 50,
  pinsPerConversation: 100,
} as const;

/** The message that is changed: its number in the same conversation. */
const target = z.int().positive();
const emoji = z
  .string()
  .min(1)
  .max(2 * limits.maxEmojiCharacters);
const head = { in: conversationId, cid, target };
/** Nothing but `in` if it was so already: nothing is stored then. */
const storedIfNew = {
  in: conversationId,
  seq: stored.seq.optional(),
  id: stored.id.optional(),
  at: stored.at.optional(),
};

/** What changes a message is itself an entry, which names that message (W18). */
export const changes = feature({
  requests: {
    'delete-message': { who: 'account', params: head, answer: stored },
    'edit-message': { who: 'account', params: { ...head, text: z.string() }, answer: stored },
    'add-reaction': { who: 'account', params: { ...head, emoji }, answer: storedIfNew },
    'remove-reaction': { who: 'account', params: { ...head, emoji }, answer: storedIfNew },
    'pin-message': { who: 'account', params: head, answer: storedIfNew },
    'unpin-message': { who: 'account', params: head, answer: storedIfNew },
  },
  entries: {
    /** From here on the room keeps no text of it: its `text`, and that of its edits, is empty wherever it is read. */
    'message-deleted': { by: accountId, cid: ownCid, target },
    /** What it says from here on. */
    'message-edited': { by: accountId, cid: ownCid, target, text: z.string(), mentions },
    'reaction-added': { by: accountId, cid: ownCid, target, emoji },
    'reaction-removed': { by: accountId, cid: ownCid, target, emoji },
    /** Until it is taken down, or deleted, it stands among those that everybody finds at once. */
    'message-pinned': { by: accountId, cid: ownCid, target },
    'message-unpinned': { by: accountId, cid: ownCid, target },
  },
  codes: {
    'no-such-message': { ends: false },
    'not-your-message': { ends: false },
    'message-gone': { ends: false },
    'not-an-emoji': { ends: false },
    'too-many-reactions': { ends: false },
    'too-many-changes': { ends: false },
    'too-many-pins': { ends: false },
    'pins-forbidden': { ends: false },
  },
  limits,
});
