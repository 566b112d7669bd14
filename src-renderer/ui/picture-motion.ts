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

const extension = 0x21;
const image = 0x2c;

/** https://www.w3.org/Graphics/GIF/spec-gif89a.txt: goes from block to block. */
function hasSecondImage(bytes: Uint8Array): boolean {
  let images = 0;
  let at = 13 + colours(bytes[10] ?? 0);
  while (at < bytes.length) {
    if (bytes[at] === image) {
      images += 1;
      if (images > 1) return true;
      at += 10 + colours(bytes[at + 9] ?? 0) + 1;
    } else if (bytes[at] === extension) at += 2;
    else return false;
    // Parts of at most 255 bytes, each with its length before it; one of none ends them.
    for (let length = bytes[at] ?? 0; length > 0; length = bytes[at] ?? 0) at += 1 + length;
    at += 1;
  }
  return false;
}

function colours(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}
