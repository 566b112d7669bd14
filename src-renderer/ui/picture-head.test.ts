import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDrawable, pictureHead } from './picture-head.ts';

/** Bytes by text (`'…'` as it is) and hex. */
function bytes(...parts: string[]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap((part) =>
      part.startsWith("'")
        ? Array.from(part.slice(1), (letter) => letter.charCodeAt(0))
        : (part.match(/[0-9a-f]{2}/g) ?? []).map((byte) => Number.parseInt(byte, 16)),
    ),
  );
}

const rest = '00'.repeat(32);
const pictures = {
  png: bytes('89504e470d0a1a0a', '0000000d', "'IHDR", '00000140', '000000f0', rest),
  jpeg: bytes('ffd8ffe00010', "'JFIF", rest.slice(0, 20), 'ffc000110800f0014003', rest),
  gif: bytes("'GIF89a", '4001f000', rest),
  webp: bytes("'RIFF", '00000000', "'WEBPVP8X", '0a00000000000000', '3f0100', 'ef0000', rest),
  avif: bytes(
    '00000020',
    "'ftypavif",
    '00000000',
    "'avifmif1miaf",
    '00000000',
    '00000014',
    "'ispe",
    '00000000',
    '00000140',
    '000000f0',
    rest,
  ),
};

describe('what a picture says at its beginning', () => {
  it.each(Object.entries(pictures))('%s: its kind and its size', (kind, picture) => {
    expect(pictureHead(picture)).toEqual({ kind, width: 320, height: 240 });
  });

  it('webp: in its two other shapes too', () => {
    const lossy = bytes("'RIFF", '00000000', "'WEBPVP8 ", '00'.repeat(10), '4001', 'f000', rest);
    expect(pictureHead(lossy)).toEqual({ kind: 'webp', width: 320, height: 240 });
    const lossless = bytes("'RIFF", '00000000', "'WEBPVP8L", '000000002f', '3fc13b00', rest);
    expect(pictureHead(lossless)).toEqual({ kind: 'webp', width: 320, height: 240 });
  });

  it('avif: the largest of what is in it', () => {
    const ispe = (size: string) => bytes('00000014', "'ispe", '00000000', size);
    const two = [...pictures.avif, ...ispe('0000ea600000ea60'), ...bytes(rest)];
    expect(pictureHead(Uint8Array.from(two))).toMatchObject({ width: 60_000, height: 60_000 });
  });

  it.each([
    ['a drawing that can hold scripts', "'<svg xmlns='http://www.w3.org/2000/svg'></svg>"],
    ['a page', "'<!doctype html><script>alert(1)</script>"],
    ['a page behind the first letters of a picture', "'GIF89<script>alert(1)</script>"],
    ['a program', '4d5a90000300000004000000ffff0000'],
    ['nothing', ''],
  ])('%s is none, whatever its name is', (_, content) => {
    expect(pictureHead(bytes(content, content === '' ? '' : rest))).toBeUndefined();
  });

  it('finds its way in whatever else is given to it', () => {
    const heads = Object.values(pictures);
    fc.assert(
      fc.property(fc.nat(4), fc.nat(64), fc.uint8Array({ maxLength: 200 }), (which, kept, tail) => {
        const head = heads[which]?.slice(0, kept) ?? [];
        pictureHead(Uint8Array.from([...head, ...tail]));
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  it('draws nothing that unfolds to more than 40 megapixels, or to nothing', () => {
    expect(isDrawable({ width: 8000, height: 5000 })).toBe(true);
    expect(isDrawable({ width: 8000, height: 5001 })).toBe(false);
    expect(isDrawable({ width: 60_000, height: 60_000 })).toBe(false);
    expect(isDrawable({ width: 40_000, height: 1 })).toBe(false);
    expect(isDrawable({ width: 0, height: 9 })).toBe(false);
  });
});
