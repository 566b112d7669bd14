import { findHits } from '../../src-shared/text/find-hits.ts';

export type HitPart = { text: string; isHit: boolean };

/** So much is shown before the first hit of a long text. */
const before = 60;
const longest = 400;

/** The part of a text around its first hit, in one line, split into what was looked for and the rest. */
export function hitParts(text: string, query: string): readonly HitPart[] {
  const hits = query === '' ? [] : findHits(text, query);
  const start = excerptStart(text, hits[0]?.start ?? 0);
  const end = Math.min(text.length, start + longest);
  const parts: HitPart[] = [];
  const add = (from: number, to: number, isHit: boolean) => {
    if (to > from) parts.push({ text: text.slice(from, to).replace(/\s+/g, ' '), isHit });
  };
  if (start > 0) parts.push({ text: '… ', isHit: false });
  let at = start;
  for (const hit of hits) {
    if (hit.start < at || hit.start >= end) continue;
    add(at, hit.start, false);
    at = Math.min(end, hit.end);
    add(hit.start, at, true);
  }
  add(at, end, false);
  if (end < text.length) parts.push({ text: ' …', isHit: false });
  return parts;
}

/** Begins at a word, and never in the middle of a letter that has two code units. */
function excerptStart(text: string, hitStart: number): number {
  if (hitStart <= before) return 0;
  const space = text.indexOf(' ', hitStart - before);
  return space === -1 || space >= hitStart ? hitStart : space + 1;
}
