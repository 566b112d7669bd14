import { gifBlocks } from './gif-blocks.ts';
import type { PictureKind } from './picture-head.ts';

/** Whether a picture of that kind moves, by what its bytes say; what is damaged does not. */
export function isMoving(kind: PictureKind, bytes: Uint8Array): boolean {
  switch (kind) {
    case 'gif':
      return hasSecondImage(bytes);
    case 'png':
      return chunkBefore(bytes, 'acTL', 'IDAT');
    case 'webp':
      return textAt(bytes, 12) === 'VP8X' && ((bytes[20] ?? 0) & 0x02) !== 0;
    case 'avif':
      return textAt(bytes, 8) === 'avis';
    case 'jpeg':
      return false;
  }
}

function textAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

function chunkBefore(bytes: Uint8Array, wanted: string, last: string): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at + 8 <= bytes.length; at += 12 + view.getUint32(at)) {
    const type = textAt(bytes, at + 4);
    if (type === wanted) return true;
    if (type === last) return false;
  }
  return false;
}

function hasSecondImage(bytes: Uint8Array): boolean {
  let images = 0;
  for (const { is } of gifBlocks(bytes)) {
    if (is === 'image') images += 1;
    if (images > 1) return true;
  }
  return false;
}
