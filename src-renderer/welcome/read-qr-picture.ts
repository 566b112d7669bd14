import decodeQR from 'qr/decode.js';
import { maxInviteCharacters } from '../../src-shared/invite/invite-text.ts';
import { isDrawable, pictureHead, type PictureKind } from '../ui/picture-head.ts';

export type PictureProblem = 'no-picture' | 'picture-too-large' | 'no-code';
export type PictureRead = { text: string } | { problem: PictureProblem };

/** A photo of a phone has less of both; a picture that says so little and unfolds to more is not unfolded. */
const maxBytes = 16 * 1024 * 1024;
const takenKinds: ReadonlySet<PictureKind> = new Set(['png', 'jpeg']);
/** A code is read in a smaller one as well, and sooner. */
const longestSide = 1600;
const decodeMs = 3000;

/** What a QR code in a PNG or JPEG says. */
export async function readQrPicture(file: Blob): Promise<PictureRead> {
  if (file.size > maxBytes) return { problem: 'picture-too-large' };
  const size = pictureHead(new Uint8Array(await file.arrayBuffer()));
  if (!size || !takenKinds.has(size.kind)) return { problem: 'no-picture' };
  if (size.width === 0 || size.height === 0) return { problem: 'no-picture' };
  if (!isDrawable(size)) return { problem: 'picture-too-large' };
  const pixels = await pixelsOf(file, size);
  return pixels ? readPixels(pixels) : { problem: 'no-picture' };
}

/** The same of what was drawn. */
export function readPixels(pixels: Pick<ImageData, 'width' | 'height' | 'data'>): PictureRead {
  try {
    const text = decodeQR(pixels, { effort: 8, timeLimit: decodeMs });
    return text.length > maxInviteCharacters ? { problem: 'no-code' } : { text };
  } catch (error) {
    // It says "no code", and all else that is wrong with one, by throwing.
    if (!(error instanceof Error)) throw error;
    return { problem: 'no-code' };
  }
}

async function pixelsOf(
  file: Blob,
  { width, height }: { width: number; height: number },
): Promise<ImageData | undefined> {
  const scale = Math.min(1, longestSide / Math.max(width, height));
  const resizeWidth = Math.max(1, Math.round(width * scale));
  const resizeHeight = Math.max(1, Math.round(height * scale));
  try {
    const bitmap = await createImageBitmap(file, { resizeWidth, resizeHeight });
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d');
    if (!context) return undefined;
    // What is seen through stands on paper.
    context.fillStyle = '#fff';
    context.fillRect(0, 0, bitmap.width, bitmap.height);
    context.drawImage(bitmap, 0, 0);
    bitmap.close();
    return context.getImageData(0, 0, canvas.width, canvas.height);
  } catch (error) {
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}
