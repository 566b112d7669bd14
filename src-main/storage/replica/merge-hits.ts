import type { SearchPage, SearchHit } from '../../../src-shared/bridge/search.ts';
import { writeCursor } from './search-cursor.ts';
import type { SearchCursor } from './search-cursor.ts';

/** The hits of one room, newest first: one more than asked for where there are more. */
export type RoomHits = { copy: number; hits: SearchHit[] };

/** Joins rooms by time; within one the order of the log stays, whatever its clock did. */
export function mergeHits(
  rooms: readonly RoomHits[],
  limit: number,
  from: SearchCursor,
): SearchPage {
  const heads = rooms.map(({ copy, hits }) => ({ copy, hits, taken: 0 }));
  const page: SearchHit[] = [];
  while (page.length < limit) {
    let newest: { at: number; head: (typeof heads)[number]; hit: SearchHit } | undefined;
    for (const head of heads) {
      const hit = head.hits[head.taken];
      if (hit && (!newest || hit.message.at > newest.at))
        newest = { at: hit.message.at, head, hit };
    }
    if (!newest) break;
    page.push(newest.hit);
    newest.head.taken += 1;
  }
  if (heads.every(({ hits, taken }) => taken === hits.length)) return { hits: page };
  const next = new Map(from);
  for (const { copy, hits, taken } of heads) {
    const last = hits[taken - 1];
    if (taken === hits.length) next.set(copy, 0);
    else if (last) next.set(copy, last.message.id);
  }
  return { hits: page, next: writeCursor(next) };
}
