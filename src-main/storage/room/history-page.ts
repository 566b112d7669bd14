import type { Entry } from '../../../src-shared/protocol/entries.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';

/** Takes from `entries` until `limit` or `historyPageBytes` (as JSON) is reached; at least one. */
export function cutPage(entries: Iterable<Entry>, limit: number): Entry[] {
  const page: Entry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    bytes += Buffer.byteLength(JSON.stringify(entry)) + 1;
    if (page.length > 0 && bytes > limits.historyPageBytes) break;
    page.push(entry);
    if (page.length >= limit) break;
  }
  return page;
}
