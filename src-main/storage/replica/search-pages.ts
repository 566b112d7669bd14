import type { SearchHit, SearchPage } from '../../../src-shared/member/own-copy.ts';

/** Where a search goes on: per copy of a room, positions below this one. 0: nothing is left there. */
export type SearchCursor = ReadonlyMap<number, number>;

/** `copy.position` in base 36, joined by `_`. */
function writeCursor(cursor: SearchCursor): string {
  return [...cursor].map(([copy, id]) => `${copy.toString(36)}.${id.toString(36)}`).join('_');
}

/** What is not a cursor means the beginning. */
export function readCursor(text: string | undefined): SearchCursor {
  const pairs = (text ?? '').split('_').map((pair) => pair.split('.').map((n) => parseInt(n, 36)));
  return new Map(
    pairs.flatMap(([copy = NaN, id = NaN]): [number, number][] =>
      Number.isSafeInteger(copy) && Number.isSafeInteger(id) ? [[copy, id]] : [],
    ),
  );
}

/** The hits of one room, newest first: one more than asked for if there are more. */
type RoomHits = { copy: number; hits: SearchHit[] };

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
