import type { SearchPage } from '../../../src-shared/bridge/search.ts';
import type { Entry, MessageEntry } from '../../../src-shared/protocol/entries.ts';
import type { RoomId } from '../../../src-shared/protocol/ids.ts';
import { foldText } from '../../../src-shared/text/fold.ts';
import type { SearchQuery } from '../../client/replica-port.ts';
import { mergeHits } from './merge-hits.ts';
import { readCursor } from './search-cursor.ts';
import { searchWords } from './search-words.ts';

export type MemoryRoom = {
  room: RoomId;
  copy: number;
  lastOpenedAt: number;
  entries: readonly Entry[];
};

/** The plain meaning of a search: every message looked at. */
export function findInMemory(rooms: readonly MemoryRoom[], query: SearchQuery): SearchPage {
  const words = searchWords(query.text);
  const { room, in: conversation, from, before, after } = query;
  const filters = [room, conversation, from, before, after];
  if (words.length === 0 && filters.every((filter) => filter === undefined)) return { hits: [] };
  const cursor = readCursor(query.next);
  const wanted = (message: MessageEntry): boolean =>
    (conversation === undefined || message.in === conversation) &&
    (from === undefined || message.from === from) &&
    (before === undefined || message.at < before) &&
    (after === undefined || message.at >= after) &&
    words.every((word) => foldText(message.text).includes(word));

  const searched = rooms
    .filter((held) => room === undefined || held.room === room)
    .toSorted((one, other) => other.lastOpenedAt - one.lastOpenedAt);
  const hits = searched.map((held) => ({
    copy: held.copy,
    hits: held.entries
      .filter((entry) => entry.type === 'message')
      .filter(({ id }) => id < (cursor.get(held.copy) ?? Number.MAX_SAFE_INTEGER))
      .filter(wanted)
      .toSorted((one, other) => other.id - one.id)
      .slice(0, query.limit + 1)
      .map((message) => ({ room: held.room, message })),
  }));
  return mergeHits(hits, query.limit, cursor);
}
