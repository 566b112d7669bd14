import { encodeEntry } from '../../../src-shared/protocol/encode-frame.ts';
import type { Entry } from '../../../src-shared/protocol/entries.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';

/** `last`: the entry that was taken last, which in a page of older ones is the first. */
export type CutPage = { entries: Uint8Array<ArrayBuffer>; last: Entry | undefined };
export type PageCut = { limit: number; order: 'oldest-first' | 'newest-first' };

/** Takes from what comes in this order until `limit` or `historyPageBytes` is reached; at least one. */
export function cutPage(coming: Iterable<Entry>, { limit, order }: PageCut): CutPage {
  const page: string[] = [];
  let bytes = 0;
  let last: Entry | undefined;
  for (const entry of coming) {
    // Within a page no line ends.
    const json = encodeEntry(entry).slice(0, -1);
    bytes += Buffer.byteLength(json) + 1;
    if (last && bytes > limits.historyPageBytes) break;
    page.push(json);
    last = entry;
    if (page.length >= limit) break;
  }
  if (order === 'newest-first') page.reverse();
  return { entries: new TextEncoder().encode(`[${page.join(',')}]`), last };
}
