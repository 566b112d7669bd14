import { UnclearFile, type Box } from './iso-file.ts';

export type Extent = { at: number; length: number };

/** Where a file's data lies that goes, and that which stays; the latter is looked for when it is asked for. */
export type FoundData = {
  beside: readonly Extent[];
  shown: Iterable<Extent> | AsyncIterable<Extent>;
};

export type IsoEdits = ReturnType<typeof createIsoEdits>;

/** Of what is written over, `free` as the kind of a box that nobody reads, or zeros. */
type Edit = Extent & { isFree?: true };

/** A film of some hours has as many pieces of what else was recorded beside it. */
export const mostEdits = 32_768;
const mostZeros = 1024 * 1024 * 1024;
const pieceBytes = 1024 * 1024;
const free = new TextEncoder().encode('free');

/** Writes over parts of a file in place, so that whatever is named by its position in it stays there. */
export function createIsoEdits() {
  const edits: Edit[] = [];

  function add(edit: Edit): void {
    if (edits.length >= mostEdits) throw new UnclearFile();
    if (edit.length > 0) edits.push(edit);
  }

  return {
    zero: (at: number, length: number) => add({ at, length }),
    /** What is of the kind that stands there, nobody reads any more. */
    freeKind: (at: number) => add({ at, length: 4, isFree: true }),
    /** Nor is anything left of what was in a box. */
    free({ start, body, end }: Box): void {
      add({ at: start + 4, length: 4, isFree: true });
      add({ at: body, length: end - body });
    },
    /** The file with them, up to `end`; undefined if it stays as it was. */
    async applied(source: Blob, end: number): Promise<Blob | undefined> {
      const inOrder = edits.toSorted((one, other) => one.at - other.at);
      const kept = inOrder.filter(({ at }) => at < end);
      if (kept.reduce((bytes, { length }) => bytes + length, 0) > mostZeros)
        throw new UnclearFile();
      if (end === source.size && !(await changesAny(source, kept))) return undefined;
      const parts: BlobPart[] = [];
      let done = 0;
      for (const { at, length, isFree } of kept) {
        const from = Math.max(at, done);
        if (at + length <= from) continue;
        if (from > done) parts.push(source.slice(done, from));
        done = at + length;
        parts.push(...(isFree ? [free] : zerosOf(done - from)));
      }
      parts.push(source.slice(done, end));
      return new Blob(parts, { type: source.type });
    },
  };
}

async function changesAny(source: Blob, edits: readonly Edit[]): Promise<boolean> {
  for (const { at, length, isFree } of edits) {
    for (let from = at; from < at + length; from += pieceBytes) {
      const piece = source.slice(from, Math.min(from + pieceBytes, at + length));
      const bytes = new Uint8Array(await piece.arrayBuffer());
      if (bytes.some((byte, index) => byte !== (isFree ? free[index] : 0))) return true;
    }
  }
  return false;
}

function zerosOf(length: number): Blob[] {
  const piece = new Blob([new Uint8Array(Math.min(length, pieceBytes))]);
  const rest = length % pieceBytes;
  const whole = Array.from({ length: Math.floor(length / pieceBytes) }, () => piece);
  return rest === 0 ? whole : [...whole, piece.slice(0, rest)];
}

/** Whether each of them lies within one of the others. */
export function areWithin(extents: readonly Extent[], places: readonly Extent[]): boolean {
  const inOrder = places.toSorted((one, other) => one.at - other.at);
  let place = 0;
  for (const { at, length } of extents.toSorted((one, other) => one.at - other.at)) {
    while (place < inOrder.length && endOf(inOrder[place]) <= at) place += 1;
    const own = inOrder[place];
    if (length > 0 && (!own || at < own.at || at + length > endOf(own))) return false;
  }
  return true;
}

/** Whether none of the ones lies over any of the others. */
export function areApart(ones: readonly Extent[], others: readonly Extent[]): boolean {
  const all = [
    ...ones.map((extent) => ({ ...extent, side: 0 })),
    ...others.map((extent) => ({ ...extent, side: 1 })),
  ];
  const ends = [0, 0];
  for (const { at, length, side } of all.toSorted((one, other) => one.at - other.at)) {
    if (length === 0) continue;
    if (at < (ends[1 - side] ?? 0)) return false;
    ends[side] = Math.max(ends[side] ?? 0, at + length);
  }
  return true;
}

/** The same of any number of the ones, of which few are held. */
export async function areAllApart(
  ones: FoundData['shown'],
  others: readonly Extent[],
): Promise<boolean> {
  let some: Extent[] = [];
  for await (const one of ones) {
    some.push(one);
    if (some.length < mostEdits) continue;
    if (!areApart(some, others)) return false;
    some = [];
  }
  return areApart(some, others);
}

function endOf(extent: Extent | undefined): number {
  return extent ? extent.at + extent.length : 0;
}
