import { isDrawable, pictureHead } from './picture-head.ts';

/** A picture made small, at an address that the page may show until it is let go of. */
export type DrawnPicture = { url: string; width: number; height: number };

/**
 * Draws a picture so that neither side is longer than `longest`. What it would unfold to is read from its head before
 * anything of it is decoded; undefined for what is too large, no picture, or damaged.
 */
export async function drawPicture(
  bytes: Uint8Array<ArrayBuffer>,
  longest: number,
): Promise<DrawnPicture | undefined> {
  const head = pictureHead(bytes);
  if (!head || !isDrawable(head)) return undefined;
  const scale = Math.min(1, longest / Math.max(head.width, head.height));
  // One side alone: a camera's mark may turn the picture, and both would press it out of its shape.
  const resizeWidth = Math.max(1, Math.round(head.width * scale));
  try {
    const blob = new Blob([bytes], { type: `image/${head.kind}` });
    const bitmap = await createImageBitmap(blob, { resizeWidth, resizeQuality: 'medium' });
    const rest = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
    const width = Math.max(1, Math.round(bitmap.width * rest));
    const height = Math.max(1, Math.round(bitmap.height * rest));
    const canvas = new OffscreenCanvas(width, height);
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0, width, height);
    bitmap.close();
    const drawn = await canvas.convertToBlob({ type: 'image/webp', quality: 0.85 });
    return { url: URL.createObjectURL(drawn), width, height };
  } catch (error) {
    // Its head was whole, the rest is not.
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}
