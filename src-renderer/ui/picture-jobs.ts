import { withoutFileDetails, type CleanedFile } from './file-details.ts';
import { isDrawable, pictureHead, type PictureHead } from './picture-head.ts';
import { isMoving } from './picture-motion.ts';
import { longestPreviewed, previewOf } from './picture-preview.ts';

/** Text is base64. */
type Source = Blob | string;

export type PictureJob =
  /** Made small, so that no side is longer than `longest`. */
  | { is: 'draw'; source: Source; longest: number }
  /** Without what a camera wrote into it. */
  | { is: 'clean'; source: Blob };

export type DrawnBlob = {
  blob: Blob;
  width: number;
  height: number;
  isMoving: boolean;
  preview: string | undefined;
};

/** What is drawn is undefined for what is too large, no picture, or damaged. */
export type PictureOutcome<J extends PictureJob = PictureJob> = J extends { is: 'draw' }
  ? { done: DrawnBlob | undefined }
  : { done: CleanedFile };

/** What a worker does with pictures, so that no window waits for it. */
export async function doPictureJob(job: PictureJob): Promise<PictureOutcome> {
  if (job.is === 'clean') return { done: await withoutFileDetails(job.source) };
  return { done: await draw(await bytesOf(job.source), job.longest) };
}

async function bytesOf(source: Source): Promise<Uint8Array<ArrayBuffer>> {
  if (typeof source !== 'string') return new Uint8Array(await source.arrayBuffer());
  const letters = atob(source);
  const bytes = new Uint8Array(letters.length);
  for (let at = 0; at < letters.length; at += 1) bytes[at] = letters.charCodeAt(at);
  return bytes;
}

/** What it would unfold to is read from its head before anything of it is decoded. */
async function draw(
  bytes: Uint8Array<ArrayBuffer>,
  longest: number,
): Promise<DrawnBlob | undefined> {
  const head = pictureHead(bytes);
  if (!head || !isDrawable(head)) return undefined;
  try {
    const bitmap = await unfolded(bytes, head, longest);
    const small = fitting(bitmap, longest);
    const blob = await onCanvas(bitmap, small).convertToBlob({ type: 'image/webp', quality: 0.85 });
    const tiny = fitting(bitmap, longestPreviewed);
    const pixels = onCanvas(bitmap, tiny)
      .getContext('2d')
      ?.getImageData(0, 0, tiny.width, tiny.height);
    bitmap.close();
    const preview = pixels && previewOf({ ...tiny, rgba: pixels.data });
    return { blob, ...small, isMoving: isMoving(head.kind, bytes), preview };
  } catch (error) {
    // Its head was whole, the rest is not.
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}

function unfolded(
  bytes: Uint8Array<ArrayBuffer>,
  head: PictureHead,
  longest: number,
): Promise<ImageBitmap> {
  const { width } = fitting(head, longest);
  const blob = new Blob([bytes], { type: `image/${head.kind}` });
  // One side alone: a camera's mark may turn the picture, and both would press it out of its shape.
  return createImageBitmap(blob, { resizeWidth: width, resizeQuality: 'medium' });
}

type Size = { width: number; height: number };

function fitting({ width, height }: Size, longest: number): Size {
  const scale = Math.min(1, longest / Math.max(width, height));
  const scaled = (side: number) => Math.max(1, Math.round(side * scale));
  return { width: scaled(width), height: scaled(height) };
}

function onCanvas(bitmap: ImageBitmap, { width, height }: Size): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, width, height);
  return canvas;
}
