import { rgbaToThumbHash, thumbHashToRGBA } from 'thumbhash';
import { picturePreview } from '../../src-shared/protocol/files.ts';

/** No side of what a preview is made from is longer. */
export const longestPreviewed = 100;
/** What one unfolds to has no side longer than this, whatever its bytes say. */
const longestShown = 64;

type Pixels = { width: number; height: number; rgba: Uint8ClampedArray<ArrayBuffer> };

/** A few bytes that show what a picture will look like (ThumbHash), in base64url. */
export function previewOf({ width, height, rgba }: Pixels): string | undefined {
  const made = btoa(String.fromCharCode(...rgbaToThumbHash(width, height, rgba)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
  return picturePreview.safeParse(made).data;
}

/** What somebody else has sent as one: undefined unless it unfolds to a small picture. */
export function unfoldPreview(preview: string): Pixels | undefined {
  // No number of bytes has so many letters.
  if (!picturePreview.safeParse(preview).success || preview.length % 4 === 1) return undefined;
  const letters = atob(preview.replaceAll('-', '+').replaceAll('_', '/'));
  const { w, h, rgba } = thumbHashToRGBA(Array.from(letters, (letter) => letter.charCodeAt(0)));
  const isSmall = [w, h].every((side) => side >= 1 && side <= longestShown);
  if (!isSmall || rgba.length !== 4 * w * h) return undefined;
  return { width: w, height: h, rgba: Uint8ClampedArray.from(rgba) };
}
