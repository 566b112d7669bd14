import { z } from 'zod';
import { entryList } from './entry-list.ts';
import type { Entry } from './entries.ts';
import { wholeEntries } from './entry-parts.ts';
import { feature } from './feature.ts';
import { conversationId } from './ids.ts';
import { rosterPage } from './members.ts';

const limits = {
  historyPage: 200,
  maxHistoryPage: 1000,
  /** A page ends at this size even if more entries were asked for: what a room holds at once for one reader. */
  historyPageBytes: 64 * 1024,
} as const;

const head = z.object({
  in: conversationId,
  lastSeq: z.int().positive(),
  lastId: z.int().positive(),
});

/** What was said before, and what somebody has missed. */
export const history = feature({
  requests: {
    /** Which conversations have entries after the log position `after` (0: all of them). */
    sync: {
      who: 'account',
      params: {
        after: z.int().nonnegative(),
        /** The `next` of the page before. */
        from: conversationId.optional(),
      },
      answer: {
        conversations: z.array(head).max(rosterPage),
        /** Position of the log's newest entry, 0 if it is empty. */
        head: z.int().nonnegative(),
        /** Where the next page goes on; missing on the last one. */
        next: conversationId.optional(),
      },
    },
    /** Entries of one conversation, oldest first: those after, or the last ones before, a number. */
    'read-history': {
      who: 'member',
      params: {
        in: conversationId,
        after: z.int().nonnegative().optional(),
        before: z.int().positive().optional(),
        limit: z.int().positive().max(limits.maxHistoryPage).optional(),
      },
      answer: {
        entries: entryList(limits.maxHistoryPage),
        /** True if the page was cut and more entries lie in the direction asked for. */
        more: z.boolean(),
        /** The first number that the room still has, if what was before is gone. */
        firstSeq: z.int().positive().optional(),
      },
    },
  },
  codes: { 'cursor-ahead': { ends: false } },
  limits,
});

/**
 * A page of history as it goes out: whoever hands it on to a member has nothing to read in it, and nothing to clear
 * away after it.
 */
export type HistoryPage = {
  /** Oldest first, as the UTF-8 of a list of the wire, which has its memory to itself. */
  entries: Uint8Array<ArrayBuffer>;
  more: boolean;
  /** The first number that the room still has, if what was before is gone. */
  firstSeq?: number | undefined;
};

/** For dialects that say entries in words of their own. */
export function decodePage({ entries, more }: HistoryPage): { entries: Entry[]; more: boolean } {
  const listed = JSON.parse(new TextDecoder().decode(entries)) as unknown[];
  return { entries: wholeEntries(listed) as Entry[], more };
}
