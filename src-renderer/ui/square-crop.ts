/**
 * Which square of a picture is meant: where its middle is, and how often its side fits into the shorter side of the
 * picture, which is the unit here. So it is the same for a picture and for one drawn small.
 */
export type SquareCrop = { x: number; y: number; zoom: number };

type Size = { width: number; height: number };

const mostZoom = 5;

/** As large as can be, in the middle. */
export function wholeSquare(size: Size): SquareCrop {
  const { width, height } = inUnits(size);
  return { x: width / 2, y: height / 2, zoom: 1 };
}

/** With the picture pushed by so many sides of the square. */
export function pushed(crop: SquareCrop, size: Size, by: { x: number; y: number }): SquareCrop {
  const { x, y, zoom } = crop;
  return within({ x: x - by.x / zoom, y: y - by.y / zoom, zoom }, size);
}

/** `at` stays where it is, counted from the middle of the square in its sides. */
export function zoomed(
  crop: SquareCrop,
  size: Size,
  to: { zoom: number; at?: { x: number; y: number } },
): SquareCrop {
  const { at = { x: 0, y: 0 } } = to;
  const zoom = Math.min(mostZoom, Math.max(1, to.zoom));
  const further = 1 / crop.zoom - 1 / zoom;
  return within({ x: crop.x + at.x * further, y: crop.y + at.y * further, zoom }, size);
}

/** Where it lies in a picture of that size, in pixels. */
export function squareIn({ x, y, zoom }: SquareCrop, { width, height }: Size) {
  const shorter = Math.min(width, height);
  const side = shorter / zoom;
  return { left: x * shorter - side / 2, top: y * shorter - side / 2, side };
}

function inUnits({ width, height }: Size): Size {
  const shorter = Math.min(width, height);
  return { width: width / shorter, height: height / shorter };
}

function within({ x, y, zoom }: SquareCrop, size: Size): SquareCrop {
  const { width, height } = inUnits(size);
  const half = 1 / zoom / 2;
  const kept = (middle: number, whole: number) => Math.min(whole - half, Math.max(half, middle));
  return { x: kept(x, width), y: kept(y, height), zoom };
}

export const zooms = { least: 1, most: mostZoom, step: 0.05 };
