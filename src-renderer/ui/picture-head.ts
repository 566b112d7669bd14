export type PictureKind = 'png' | 'jpeg' | 'gif' | 'webp' | 'avif';
export type PictureHead = { kind: PictureKind; width: number; height: number };

/** What is more than that a picture says, and a small file can, is not unfolded. */
const mostPixels = 40_000_000;
/** No camera is wider, and what draws pictures takes no more. */
const longestSide = 32_000;

/**
 * What a picture says at its beginning of its kind and its size, by its bytes and never by its name; undefined for
 * whatever is none of the kinds that are shown.
 */
export function pictureHead(bytes: Uint8Array): PictureHead | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const [kind, sizeOf] of Object.entries(sizes)) {
    const size = sizeOf(view);
    if (size) return { kind: kind as PictureKind, ...size };
  }
  return undefined;
}

/** Whether it can be unfolded: neither empty nor too large. */
export function isDrawable({ width, height }: Pick<PictureHead, 'width' | 'height'>): boolean {
  if (width === 0 || height === 0 || Math.max(width, height) > longestSide) return false;
  return width * height <= mostPixels;
}

type Size = { width: number; height: number };
type SizeOf = (view: DataView) => Size | undefined;

const sizes: Record<PictureKind, SizeOf> = {
  png: sizeOfPng,
  jpeg: sizeOfJpeg,
  gif: sizeOfGif,
  webp: sizeOfWebp,
  avif: sizeOfAvif,
};

const pngSignature = 0x89504e47;
const pngHeader = 0x49484452;

function sizeOfPng(view: DataView): Size | undefined {
  if (view.byteLength < 24 || view.getUint32(0) !== pngSignature) return undefined;
  if (view.getUint32(12) !== pngHeader) return undefined;
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

/** Goes from segment to segment to the one that begins a frame. */
function sizeOfJpeg(view: DataView): Size | undefined {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return undefined;
  let at = 2;
  while (at + 9 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const kind = view.getUint8(at + 1);
    // All frames but those of tables and of arithmetic coding.
    const isFrame = kind >= 0xc0 && kind <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(kind);
    if (isFrame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    const length = view.getUint16(at + 2);
    if (length < 2) return undefined;
    at += 2 + length;
  }
  return undefined;
}

function sizeOfGif(view: DataView): Size | undefined {
  if (view.byteLength < 10 || !['GIF87a', 'GIF89a'].includes(letters(view, 0, 6))) return undefined;
  return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

/** https://developers.google.com/speed/webp/docs/riff_container: simple, lossless, extended. */
function sizeOfWebp(view: DataView): Size | undefined {
  if (view.byteLength < 30) return undefined;
  if (letters(view, 0, 4) !== 'RIFF' || letters(view, 8, 4) !== 'WEBP') return undefined;
  switch (letters(view, 12, 4)) {
    case 'VP8 ':
      return {
        width: view.getUint16(26, true) & 0x3fff,
        height: view.getUint16(28, true) & 0x3fff,
      };
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return { width: uint24(view, 24) + 1, height: uint24(view, 27) + 1 };
    default:
      return undefined;
  }
}

/** What stands before the picture itself in any file that a program has written. */
const avifHeadBytes = 64 * 1024;

/** The largest of its `ispe` boxes: there is one for each picture, tile and mask in the file (ISO 23008-12). */
function sizeOfAvif(view: DataView): Size | undefined {
  if (view.byteLength < 32 || letters(view, 4, 4) !== 'ftyp') return undefined;
  const brands = letters(view, 8, Math.min(view.getUint32(0), 64, view.byteLength) - 8);
  if (!/avi[fs]/.test(brands)) return undefined;
  let largest: Size | undefined;
  const end = Math.min(view.byteLength, avifHeadBytes) - 16;
  for (let at = 8; at <= end; at += 1) {
    if (view.getUint32(at) !== 0x69737065) continue;
    const size = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
    if (!largest || size.width * size.height > largest.width * largest.height) largest = size;
  }
  return largest;
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
}

function letters(view: DataView, at: number, length: number): string {
  return String.fromCharCode(
    ...new Uint8Array(view.buffer, view.byteOffset + at, Math.max(0, length)),
  );
}
