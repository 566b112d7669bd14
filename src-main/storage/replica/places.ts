import type { Range } from './projections/projection.ts';

/** Log positions per copy of a room. */
const positionsPerCopy = 2 ** 40;
/** So that every place is a safe integer. */
export const maxCopies = 8191;

/** Where an entry is kept: the copy of its room, then its position in the room's log. */
export function placeOf(copy: number, id: number): number {
  if (!(id > 0 && id < positionsPerCopy)) throw new RangeError(`No position of a log: ${id}`);
  return copy * positionsPerCopy + id;
}

export function idOf(place: number): number {
  return place % positionsPerCopy;
}

export function placesOf(copy: number): Range {
  return { lowest: copy * positionsPerCopy, highest: (copy + 1) * positionsPerCopy - 1 };
}

export function common(one: Range, other: Range): Range {
  return {
    lowest: Math.max(one.lowest, other.lowest),
    highest: Math.min(one.highest, other.highest),
  };
}
