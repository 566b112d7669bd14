import { squareIn, type SquareCrop } from './square-crop.ts';
import { isDrawable, pictureHead } from './picture-head.ts';

/** A square of at most so many pixels a side. */
const longestSquare = 512;
const qualities = [0.85, 0.7, 0.5];

/**
 * A square of a picture, drawn anew: nothing else of the file is in it (place, camera). Undefined for what is too large
 * to unfold, no picture, damaged, or gone since it was chosen.
 */
export async function squarePicture(
  source: Blob,
  crop: SquareCrop,
  mostBytes: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    const bytes = new Uint8Array(await source.arrayBuffer());
    const head = pictureHead(bytes);
    if (!head || !isDrawable(head)) return undefined;
    const bitmap = await createImageBitmap(new Blob([bytes], { type: `image/${head.kind}` }));
    const { left, top, side } = squareIn(crop, bitmap);
    const size = Math.max(1, Math.min(Math.round(side), longestSquare));
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
