import type { Row } from './timeline-rows.ts';

/** Rows that follow each other. */
export type RowChunk = { key: string; rows: readonly Row[] };

/** So many numbers lie in one chunk. */
const seqsPerChunk = 20;

/**
 * The rows in chunks that are the same objects as before where their rows are: what came at the end, or left at the
 * beginning, concerns one of them, and the others need not be gone through.
 */
export function chunksOf(rows: readonly Row[], before: readonly RowChunk[]): RowChunk[] {
  const beforeByKey = new Map(before.map((chunk) => [chunk.key, chunk]));
  const ownBefore = chunksOfOwn(before);
  const chunks: { key: string; rows: Row[] }[] = [];
  for (const row of rows) {
    const last = chunks.at(-1);
    const stays = last !== undefined && ownBefore.get(row.key) === last.key;
    const key = (stays ? last.key : chunkOf(row)) ?? last?.key ?? 'beginning';
    if (last?.key === key) last.rows.push(row);
    else chunks.push({ key, rows: [row] });
  }
  return chunks.map((chunk) => {
    const known = beforeByKey.get(chunk.key);
    return known && areSame(known.rows, chunk.rows) ? known : chunk;
  });
}

/** What waits keeps its place when it gets its number, and with it its focus and its open menu. */
function chunksOfOwn(chunks: readonly RowChunk[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { key, rows } of chunks) {
    for (const { key: row, body } of rows) {
      if (body.is === 'waiting' || (body.is === 'message' && body.own)) found.set(row, key);
    }
  }
  return found;
}

/** Undefined for what stands with the row above it. */
function chunkOf({ body }: Row): string | undefined {
  const seq =
    body.is === 'message' ? body.entry.seq : body.is === 'presence' ? body.entries[0]?.seq : 0;
  return seq ? String(Math.floor(seq / seqsPerChunk)) : undefined;
}

function areSame(one: readonly Row[], other: readonly Row[]): boolean {
  return one.length === other.length && one.every((row, place) => row === other[place]);
}
