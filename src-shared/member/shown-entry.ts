import { isChange } from '../protocol/entries.ts';
import type { ChangeEntry, Entry, EntryOf } from '../protocol/entries.ts';

/** What stands in a timeline as something of its own: all but what changes a message, which shows where that stands. */
export type ShownEntry = Exclude<Entry, ChangeEntry> | EntryOf<'message-pinned'>;

export function isShown(entry: Entry): entry is ShownEntry {
  return !isChange(entry) || entry.type === 'message-pinned';
}
