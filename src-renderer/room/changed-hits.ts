import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';
import type { SearchHit } from '../../src-shared/member/own-copy.ts';

/** Hits in their order, the selected one and the one gone to by place; -1: none. */
export type Hits = { hits: readonly SearchHit[]; selected: number; visited: number };

/** What becomes of hits; undefined: it is none any more. */
type Change = (hit: SearchHit) => SearchHit | undefined;

/** Hears what is changed, deleted or let go while it is listed; returns what ends that. */
export function followHits(bridge: OdaBridge, change: (to: Change) => void): () => void {
  const ends = [
    bridge.on('message/changed', ({ room, in: id, messages }) => {
      const changed = new Map(messages.map((each) => [each.message.seq, each]));
      change((hit) => {
        const { message } = hit;
        const now = hit.room === room && message.in === id ? changed.get(message.seq) : undefined;
        if (!now) return hit;
        return now.marks.deleted ? undefined : { ...hit, message: now.message };
      });
    }),
    bridge.on('timeline/expired', ({ room, in: id, firstSeq }) =>
      change((hit) => {
        const { in: place, seq } = hit.message;
        return hit.room === room && place === id && seq < firstSeq ? undefined : hit;
      }),
    ),
  ];
  return () => {
    for (const end of ends) end();
  };
}

/** The selection goes on with the next one where the selected hit has gone. The same object if nothing changes. */
export function changeHits<S extends Hits>(state: S, to: Change): S {
  const changed = state.hits.map(to);
  if (changed.every((hit, place) => hit === state.hits[place])) return state;
  const hits = changed.filter((hit) => hit !== undefined);
  const placeNow = (place: number): number =>
    changed.slice(0, Math.max(0, place)).filter((hit) => hit !== undefined).length;
  const { selected, visited } = state;
  return {
    ...state,
    hits,
    selected: Math.min(hits.length - 1, placeNow(selected)),
    visited: changed[visited] === undefined ? -1 : placeNow(visited),
  };
}
