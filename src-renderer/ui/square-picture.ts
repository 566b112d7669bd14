import { isDrawable, pictureHead } from './picture-head.ts';

/** A square of at most so many pixels a side. */
const longestSquare = 512;
const qualities = [0.85, 0.7, 0.5];

/**
 * The middle of a picture as a square, drawn anew: nothing else of the file is in it (place, camera). Undefined for what
 * is too large to unfold, no picture, or damaged.
 */
export async function squarePicture(
  bytes: Uint8Array<ArrayBuffer>,
  mostBytes: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const head = pictureHead(bytes);
  if (!head || !isDrawable(head)) return undefined;
  try {
    const bitmap = await createImageBitmap(new Blob([bytes], { type: `image/${head.kind}` }));
    const side = Math.min(bitmap.width, bitmap.height);
    const size = Math.min(side, longestSquare);
    const [left, top] = [(bitmap.width - side) / 2, (bitmap.height - side) / 2];
    const canvas = new OffscreenCanvas(size, size);
    canvas.getContext('2d')?.drawImage(bitmap, left, top, side, side, 0, 0, size, size);
    bitmap.close();
    for (const quality of qualities) {
      const drawn = await canvas.convertToBlob({ type: 'image/webp', quality });
      if (drawn.size <= mostBytes) return new Uint8Array(await drawn.arrayBuffer());
    }
    return undefined;
  } catch (error) {
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}
