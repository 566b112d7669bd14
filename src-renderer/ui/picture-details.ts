import { gifBlocks } from './gif-blocks.ts';
import { pictureHead } from './picture-head.ts';

/**
 * A picture without what a camera or a program wrote into it besides: place, time, device, comments, what hangs on
 * behind. How it is turned stays. Undefined if there is nothing of that, or it is none of the kinds that are known
 * (JPEG, PNG, WebP, GIF); `unclear` if it is one but not whole, so that nobody knows what else is in it.
 */
export function withoutDetails(
  bytes: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer>[] | undefined | 'unclear' {
  const kind = kindWithDetails(bytes);
  if (!kind) return undefined;
  const parts = pictureHead(bytes)?.kind === kind ? cleaners[kind](bytes) : undefined;
  if (!parts) return 'unclear';
  // It may have been cleaned before: what says how it is turned was all.
  return lengthOf(parts) < bytes.length ? parts : undefined;
}

/** Of the first 12 bytes alone: the rest may be damaged. */
export function kindWithDetails(bytes: Bytes): keyof typeof cleaners | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return 'jpeg';
  if (letters(bytes, 0, 4) === '\x89PNG') return 'png';
  if (letters(bytes, 0, 4) === 'GIF8') return 'gif';
  const isWebp = letters(bytes, 0, 4) === 'RIFF' && letters(bytes, 8, 4) === 'WEBP';
  return isWebp ? 'webp' : undefined;
}

type Bytes = Uint8Array<ArrayBuffer>;
type Cleaner = (bytes: Bytes) => Bytes[] | undefined;

const cleaners = {
  jpeg: cleanJpeg,
  png: cleanPng,
  webp: cleanWebp,
  gif: cleanGif,
} satisfies Record<string, Cleaner>;

/** One that falls into more was made to be a burden. */
const mostParts = 65_536;

function lengthOf(parts: readonly Bytes[]): number {
  return parts.reduce((length, part) => length + part.length, 0);
}

const view = (bytes: Bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function letters(bytes: Bytes, at: number, count: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + count));
}

function codes(text: string): number[] {
  return Array.from(text, (letter) => letter.charCodeAt(0));
}

/** ITU T.81, annex B: what shows the picture, its colours (ICC) and Adobe's mark of how they are mixed. */
function cleanJpeg(bytes: Bytes): Bytes[] | undefined {
  const kept: Bytes[] = [];
  let turn = 1;
  let at = 2;
  while (at + 2 <= bytes.length && kept.length < mostParts) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xd9) {
      kept.push(bytes.subarray(at, at + 2));
      return [bytes.subarray(0, 2), ...exifSegment(turn), ...kept];
    }
    if (at + 4 > bytes.length) return undefined;
    const end = at + 2 + view(bytes).getUint16(at + 2);
    if (end < at + 4 || end > bytes.length) return undefined;
    if (marker === 0xe1 && letters(bytes, at + 4, 6) === 'Exif\0\0')
      turn = turnIn(bytes.subarray(at + 10, end));
    const scanEnd = marker === 0xda ? endOfScan(bytes, end) : end;
    if (isShown(bytes, at, marker)) kept.push(bytes.subarray(at, scanEnd));
    at = scanEnd;
  }
  return undefined;
}

function isShown(bytes: Bytes, at: number, marker: number): boolean {
  if (marker === 0xfe) return false;
  if (marker < 0xe0 || marker > 0xef) return true;
  if (marker === 0xe0) return letters(bytes, at + 4, 5) === 'JFIF\0';
  if (marker === 0xe2) return letters(bytes, at + 4, 12) === 'ICC_PROFILE\0';
  return marker === 0xee && letters(bytes, at + 4, 5) === 'Adobe';
}

/** What is coded has no marker in it but those that it starts anew with. */
function endOfScan(bytes: Bytes, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  return bytes.length;
}

function exifSegment(turn: number): Bytes[] {
  if (turn === 1) return [];
  const tiff = tiffOfTurn(turn);
  const length = 2 + 6 + tiff.length;
  const head = [0xff, 0xe1, 0, length, ...codes('Exif\0\0')];
  return [Uint8Array.from([...head, ...tiff])];
}

/** https://www.w3.org/TR/png-3: what a picture cannot be shown without, its colours, and how it moves. */
const pngShown = new Set(
  'tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT acTL fcTL fdAT'.split(' '),
);

function cleanPng(bytes: Bytes): Bytes[] | undefined {
  const kept: Bytes[] = [bytes.subarray(0, 8)];
  let turn = 1;
  for (let at = 8; at + 12 <= bytes.length && kept.length < mostParts;) {
    const end = at + 12 + view(bytes).getUint32(at);
    if (end > bytes.length) return undefined;
    const type = letters(bytes, at + 4, 4);
    if (type === 'eXIf') turn = turnIn(bytes.subarray(at + 8, end - 4));
    // A capital letter begins what no picture can be shown without.
    if (/^[A-Z]/.test(type) || pngShown.has(type)) kept.push(bytes.subarray(at, end));
    if (type === 'IHDR') kept.push(new Uint8Array());
    if (type === 'IEND') {
      // Behind the head, which comes first.
      if (turn !== 1) kept[2] = pngChunk('eXIf', tiffOfTurn(turn));
      return kept;
    }
    at = end;
  }
  return undefined;
}

function pngChunk(type: string, content: Bytes): Bytes {
  const chunk = new Uint8Array(12 + content.length);
  chunk.set(codes(type), 4);
  chunk.set(content, 8);
  view(chunk).setUint32(0, content.length);
  view(chunk).setUint32(8 + content.length, crcOf(chunk.subarray(4, 8 + content.length)));
  return chunk;
}

/** CRC-32 as PNG has it. */
function crcOf(bytes: Bytes): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

const webpShown = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);
/** In the flags of `VP8X`: it has EXIF, it has XMP. */
const exifFlag = 0x08;
const xmpFlag = 0x04;

/** https://developers.google.com/speed/webp/docs/riff_container */
function cleanWebp(bytes: Bytes): Bytes[] | undefined {
  const kept: Bytes[] = [];
  let turn = 1;
  const all = Math.min(bytes.length, 8 + view(bytes).getUint32(4, true));
  for (let at = 12; at + 8 <= all;) {
    const size = view(bytes).getUint32(at + 4, true);
    const end = at + 8 + size + (size % 2);
    if (at + 8 + size > all || kept.length >= mostParts) return undefined;
    const type = letters(bytes, at, 4);
    if (type === 'EXIF') turn = turnIn(bytes.subarray(at + 8, at + 8 + size));
    if (webpShown.has(type)) kept.push(bytes.slice(at, end));
    at = end;
  }
  if (turn !== 1) kept.push(riffChunk('EXIF', tiffOfTurn(turn)));
  const [first] = kept;
  if (first && letters(first, 0, 4) === 'VP8X')
    first[8] = ((first[8] ?? 0) & ~(exifFlag | xmpFlag)) | (turn === 1 ? 0 : exifFlag);
  const head = bytes.slice(0, 12);
  view(head).setUint32(4, 4 + lengthOf(kept), true);
  return [head, ...kept];
}

function riffChunk(type: string, content: Bytes): Bytes {
  const chunk = new Uint8Array(8 + content.length + (content.length % 2));
  chunk.set(codes(type));
  view(chunk).setUint32(4, content.length, true);
  chunk.set(content, 8);
  return chunk;
}

/** What programs add to a GIF that is needed to show it: how often it repeats (in two words), and its colours. */
const gifShown = new Set(['NETSCAPE2.0', 'ANIMEXTS1.0', 'ICCRGBG1012']);

/** Comments, and what programs add (such as XMP), are left out. */
function cleanGif(bytes: Bytes): Bytes[] | undefined {
  const kept: Bytes[] = [];
  let from = 0;
  for (const { is, label, start, end } of gifBlocks(bytes)) {
    if (is === 'end') return [...kept, bytes.subarray(from, end)];
    if (kept.length >= mostParts) return undefined;
    const isOurs = label !== 0xff || gifShown.has(letters(bytes, start + 3, 11));
    if (is === 'image' || (label !== 0xfe && isOurs)) continue;
    if (start > from) kept.push(bytes.subarray(from, start));
    from = end;
  }
  return undefined;
}

const turnTag = 0x0112;

/** Of a TIFF header with its first directory: 1 for upright, up to 8. */
function turnIn(tiff: Bytes): number {
  if (tiff.length < 14) return 1;
  const read = view(tiff);
  const isLittle = read.getUint16(0) === 0x4949;
  const start = read.getUint32(4, isLittle);
  if (start + 2 > tiff.length) return 1;
  const count = read.getUint16(start, isLittle);
  for (let entry = 0; entry < count; entry += 1) {
    const at = start + 2 + 12 * entry;
    if (at + 12 > tiff.length) return 1;
    if (read.getUint16(at, isLittle) !== turnTag) continue;
    const turn = read.getUint16(at + 8, isLittle);
    return turn >= 1 && turn <= 8 ? turn : 1;
  }
  return 1;
}

/** Says that and nothing else. */
function tiffOfTurn(turn: number): Bytes {
  const tiff = new Uint8Array(26);
  const write = view(tiff);
  write.setUint32(0, 0x4d4d002a);
  write.setUint32(4, 8);
  write.setUint16(8, 1);
  write.setUint16(10, turnTag);
  write.setUint16(12, 3);
  write.setUint32(14, 1);
  write.setUint16(18, turn);
  return tiff;
}
