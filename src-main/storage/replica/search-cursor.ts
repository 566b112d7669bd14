/** Where a search goes on: per copy of a room, positions below this one. 0: nothing is left there. */
export type SearchCursor = ReadonlyMap<number, number>;

/** `copy.position` in base 36, joined by `_`. */
export function writeCursor(cursor: SearchCursor): string {
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
