import { limits } from '../../../src-shared/protocol/limits.ts';

/** An entry as JSON, and its number. */
export type PageEntry = { seq: number; json: string };
/** `last`: the entry that was taken last, which in a page of older ones is the first. */
export type CutPage = { entries: Uint8Array<ArrayBuffer>; last: PageEntry | undefined };
export type PageCut = { limit: number; order: 'oldest-first' | 'newest-first' };

/** Takes from what comes in this order until `limit` or `historyPageBytes` is reached; at least one. */
export function cutPage(coming: Iterable<PageEntry>, { limit, order }: PageCut): CutPage {
  const page: string[] = [];
  let bytes = 0;
  let last: PageEntry | undefined;
  for (const entry of coming) {
    bytes += Buffer.byteLength(entry.json) + 1;
    if (last && bytes > limits.historyPageBytes) break;
    page.push(entry.json);
    last = entry;
    if (page.length >= limit) break;
  }
  if (order === 'newest-first') page.reverse();
  return { entries: new TextEncoder().encode(`[${page.join(',')}]`), last };
}
