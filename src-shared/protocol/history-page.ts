import type { Entry } from './entries.ts';
import type { AnswerOf } from './frames.ts';

/**
 * A page of history as it goes out: whoever hands it on to a member has nothing to read in it, and nothing to clear
 * away after it.
 */
export type HistoryPage = {
  /** Oldest first, as the UTF-8 of a JSON array, which has its memory to itself. */
  entries: Uint8Array<ArrayBuffer>;
  more: boolean;
};

/** For dialects that say entries in words of their own. */
export function decodePage({ entries, more }: HistoryPage): AnswerOf<'read-history'> {
  return { entries: JSON.parse(new TextDecoder().decode(entries)) as Entry[], more };
}
