import { isChange } from '../protocol/entries.ts';
import type { ChangeEntry, Entry, EntryOf } from '../protocol/entries.ts';

/**
 * What stands in a timeline as something of its own: all but what changes a message, which shows where that stands,
 * and that what a rule does not keep is gone.
 */
export type ShownEntry =
  | Exclude<Entry, ChangeEntry | EntryOf<'expired'>>
  | EntryOf<'message-pinned'>;

export function isShown(entry: Entry): entry is ShownEntry {
  if (entry.type === 'expired') return false;
  return !isChange(entry) || entry.type === 'message-pinned';
}
