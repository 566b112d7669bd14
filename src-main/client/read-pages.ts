import { done } from '../../src-shared/protocol/outcome.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { RoomLink } from './room-link.ts';

export type Pages<F, P> = {
  link: RoomLink;
  /** The page from there on; the first one if nothing is given. It is given on before what the room has said after it. */
  ask: (from: { from?: F }, heard: (page: P) => void) => Promise<Outcome<P>>;
  /** How many things the page held; undefined if no honest room would send them. */
  take: (page: P) => number | undefined;
  /** More than this is not kept of one room, and not read. */
  most: number;
  tooMany?: () => void;
};

/** Reads a list to its end, or to what is kept of it; the connection ends with a room whose pages are wrong. */
export async function readPages<F, P extends { next?: F | undefined }>({
  link,
  ask,
  take,
  most,
  tooMany,
}: Pages<F, P>): Promise<Outcome<undefined>> {
  let total = 0;
  let from: F | undefined;
  do {
    let count = undefined as number | undefined;
    const page = await ask(from === undefined ? {} : { from }, (heard) => {
      count = take(heard);
    });
    if (!page.ok) return page;
    total += count ?? 0;
    from = page.value.next;
    if (count === undefined || (count === 0 && from !== undefined)) return endForBreach(link);
    if (total > most) {
      tooMany?.();
      break;
    }
  } while (from !== undefined);
  return done(undefined);
}

/** The room broke the protocol: this connection ends, the next one may be better. */
export function endForBreach(link: RoomLink): { ok: false; refusal: { code: 'connection-lost' } } {
  link.end({ code: 'connection-lost' });
  return { ok: false, refusal: { code: 'connection-lost' } };
}
