import { encodeQR } from 'qr';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pictureHead } from '../ui/picture-head.ts';
import { readPixels, readQrPicture } from './read-qr-picture.ts';

/** A picture of a code as a screen shows it, `scale` pixels to a square. */
function drawn(text: string, scale = 4) {
  const rows = encodeQR(text, 'raw', { border: 4, ecc: 'medium' });
  const side = rows.length * scale;
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const [place] of data.entries()) {
    const pixel = Math.floor(place / 4);
    const [x, y] = [Math.floor((pixel % side) / scale), Math.floor(pixel / side / scale)];
    if (place % 4 !== 3 && rows[y]?.[x]) data[place] = 0;
  }
  return { width: side, height: side, data };
}

const png = (width: number, height: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(64);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x89504e47);
  view.setUint32(4, 0x0d0a1a0a);
  view.setUint32(12, 0x49484452);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return bytes;
};

describe('a picture with a QR code', () => {
  it('gives the invite that it was made of', () => {
    const link = `oda://join/${'AbCd-_09'.repeat(40)}`;
    expect(readPixels(drawn(link))).toEqual({ text: link });
  });

  it('without one says so', () => {
    const data = new Uint8ClampedArray(64 * 64 * 4).fill(200);
    expect(readPixels({ width: 64, height: 64, data })).toEqual({ problem: 'no-code' });
  });

  it('that is large, or says that it is, is not unfolded', async () => {
    expect(await readQrPicture(new Blob([png(50_000, 50_000)]))).toEqual({
      problem: 'picture-too-large',
    });
    expect(await readQrPicture(new Blob([new Uint8Array(17 * 1024 * 1024)]))).toEqual({
      problem: 'picture-too-large',
    });
  });

  it.each<[string, BlobPart]>([
    ['a text', 'oda://join/abc'],
    ['nothing', ''],
    ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['a GIF', 'GIF89a\u0001\u0000\u0001\u0000'],
    ['an empty PNG', png(0, 0)],
  ])('that is %s is none', async (_, content) => {
    expect(await readQrPicture(new Blob([content]))).toEqual({ problem: 'no-picture' });
  });

  it('says its size, a JPEG behind whatever stands before its frame', () => {
    expect(pictureHead(png(640, 480))).toMatchObject({ width: 640, height: 480 });
    const jpeg = [0xff, 0xd8, 0xff, 0xe1, 0, 4, 1, 2, 0xff, 0xc4, 0, 3, 9];
    const frame = [0xff, 0xc2, 0, 17, 8, 0x01, 0xe0, 0x02, 0x80, 3];
    expect(pictureHead(Uint8Array.from([...jpeg, ...frame]))).toMatchObject({
      width: 640,
      height: 480,
    });
    expect(pictureHead(Uint8Array.from(jpeg))).toBeUndefined();
  });

  it('of any bytes has a size or none, and ends', () => {
    const begun = fc.constantFrom(
      [],
      [0xff, 0xd8],
      [0xff, 0xd8, 0xff, 0xe0],
      [0x89, 0x50, 0x4e, 0x47],
    );
    fc.assert(
      fc.property(begun, fc.uint8Array({ maxLength: 200 }), (head, rest) => {
        const size = pictureHead(Uint8Array.from([...head, ...rest]));
        expect(size === undefined || size.width >= 0).toBe(true);
      }),
    );
  });
});
