import { done } from '../../src-shared/protocol/outcome.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { RoomLink } from './room-link.ts';

export type Pages<F, P> = {
  link: RoomLink;
  /** The page from there on; the first one if nothing is given. */
  ask: (from: { from?: F }) => Promise<Outcome<P>>;
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
    const page = await ask(from === undefined ? {} : { from });
    if (!page.ok) return page;
    const count = take(page.value);
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
