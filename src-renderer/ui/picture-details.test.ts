import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutDetails } from './picture-details.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const latin = (text: string) => Buffer.from(text, 'latin1');
const bytesOf = (...parts: (readonly number[] | Uint8Array)[]): Bytes =>
  Uint8Array.from(Buffer.concat(parts.map((part) => Buffer.from(part))));
const u16 = (value: number) => [value >> 8, value & 255];
const u32 = (value: number) => [...u16(value >>> 16), ...u16(value & 0xffff)];

/** With a place, and turned; little-endian, as cameras write it. */
function tiff(turn: number): Buffer {
  const entries = Buffer.alloc(2 + 3 * 12 + 4);
  entries.writeUInt16LE(3, 0);
  for (const [at, tag, value] of [
    [0, 0x010f, 7],
    [1, 0x0112, turn],
    [2, 0x8825, 26],
  ] as const) {
    entries.writeUInt16LE(tag, 2 + 12 * at);
    entries.writeUInt16LE(3, 4 + 12 * at);
    entries.writeUInt32LE(1, 6 + 12 * at);
    entries.writeUInt16LE(value, 10 + 12 * at);
  }
  return Buffer.concat([Buffer.from('49492a0008000000', 'hex'), entries, latin('41N29E')]);
}

const segment = (marker: number, content: Uint8Array) =>
  bytesOf([0xff, marker], u16(content.length + 2), content);
const jfif = segment(0xe0, latin('JFIF\0\x01\x01\0\0\x01\0\x01\0\0'));
const icc = segment(0xe2, latin('ICC_PROFILE\0\x01\x01colours'));
const frame = segment(0xc0, Buffer.from([8, 0, 4, 0, 6, 1, 1, 0x11, 0]));
const scan = bytesOf(
  segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
  [7, 0xff, 0, 9, 0xff, 0xd0, 8],
);
const end = [0xff, 0xd9];
const exif = (turn: number) => segment(0xe1, Buffer.concat([latin('Exif\0\0'), tiff(turn)]));
const jpeg = (...details: Uint8Array[]) =>
  bytesOf([0xff, 0xd8], jfif, icc, ...details, frame, scan, end);

const chunk = (type: string, content: Uint8Array) => {
  const body = Buffer.concat([latin(type), content]);
  return bytesOf(u32(content.length), body, u32(crc32(body)));
};
const ihdr = chunk('IHDR', bytesOf(u32(6), u32(4), [8, 2, 0, 0, 0]));
const png = (...details: Uint8Array[]) =>
  bytesOf(
    Buffer.from('89504e470d0a1a0a', 'hex'),
    ihdr,
    ...details,
    chunk('IDAT', latin('pixels')),
    chunk('IEND', latin('')),
  );

const riff = (type: string, content: Uint8Array) => {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(content.length);
  return bytesOf(latin(type), size, content, content.length % 2 ? [0] : []);
};
const webp = (flags: number, ...details: Uint8Array[]) => {
  const inside = bytesOf(
    latin('WEBP'),
    riff('VP8X', Buffer.from([flags, 0, 0, 0, 5, 0, 0, 3, 0, 0])),
    riff('VP8 ', latin('pixels of it')),
    ...details,
  );
  return riff('RIFF', inside);
};

const gifImage = bytesOf(
  [0x2c, ...Array.from({ length: 4 }, () => [0, 0]).flat(), 0x80],
  latin('colour'),
  [2, 3],
  latin('lzw'),
  [0],
);
const gifExtension = (label: number, ...parts: Uint8Array[]) =>
  bytesOf([0x21, label], ...parts.map((part) => bytesOf([part.length], part)), [0]);
const gifLoop = gifExtension(0xff, latin('NETSCAPE2.0'), Buffer.from([1, 0, 0]));
const gif = (...details: Uint8Array[]) =>
  bytesOf(
    latin('GIF89a\x06\0\x04\0\x80\0\0'),
    latin('colour'),
    gifLoop,
    ...details,
    gifExtension(0xf9, Buffer.from([4, 0, 0, 0])),
    gifImage,
    [0x3b],
  );

const cleaned = (bytes: Bytes) => {
  const parts = withoutDetails(bytes);
  return Array.isArray(parts) ? bytesOf(...parts) : undefined;
};
const turnAt = (bytes: Bytes | undefined, mark: string) => {
  const at = Buffer.from(bytes ?? []).indexOf(latin(mark));
  return at < 0 ? undefined : at;
};

describe('a picture without what a camera wrote into it', () => {
  it('JPEG: place, comments, what programs left and what hangs on behind are gone, colours stay', () => {
    const details = [
      exif(1),
      segment(0xe1, latin('http://ns.adobe.com/xap/1.0/\0<x/>')),
      segment(0xe2, latin('MPF\0two')),
      segment(0xed, latin('Photoshop 3.0\0')),
      segment(0xfe, latin('by me')),
    ];
    const whole = bytesOf(jpeg(...details), latin('a film behind it, with its place'));
    expect(cleaned(whole)).toEqual(jpeg());
  });

  it('JPEG: how it is turned stays, and nothing else of what stood beside it', () => {
    const clean = cleaned(jpeg(exif(6)));
    expect(turnAt(clean, 'Exif\0\0')).toBe(6);
    expect(turnAt(clean, '41N29E')).toBeUndefined();
    const tiffAt = 12;
    expect(clean?.subarray(tiffAt + 8, tiffAt + 20)).toEqual(
      bytesOf(u16(1), u16(0x0112), u16(3), u32(1), u16(6)),
    );
    expect(clean && withoutDetails(clean)).toBeUndefined();
  });

  it('PNG: texts, times and EXIF are gone, how it is turned stays', () => {
    const details = [
      chunk('tEXt', latin('Software\0x')),
      chunk('tIME', latin('1234567')),
      chunk('prVt', latin('private')),
    ];
    const gamma = chunk('gAMA', bytesOf(u32(45455)));
    expect(cleaned(png(gamma, ...details))).toEqual(png(gamma));
    expect(cleaned(bytesOf(png(), latin('behind')))).toEqual(png());
    const turned = cleaned(png(chunk('eXIf', tiff(8))));
    expect(turned).toHaveLength(png().length + 12 + 26);
    const own = turned?.subarray(33, 33 + 12 + 26) ?? new Uint8Array();
    expect(Buffer.from(own.subarray(4, 8)).toString()).toBe('eXIf');
    expect(Buffer.from(own).readUInt32BE(34)).toBe(crc32(own.subarray(4, 34)));
  });

  it('WebP: EXIF and XMP are gone, and its head says so', () => {
    const details = [riff('EXIF', tiff(1)), riff('XMP ', latin('<x/>'))];
    expect(cleaned(webp(0x1c, ...details))).toEqual(webp(0x10));
    const turned = cleaned(webp(0x0c, ...details.slice(1), riff('EXIF', tiff(3))));
    expect(turned?.[20]).toBe(0x08);
    expect(turnAt(turned, '41N29E')).toBeUndefined();
    expect(Buffer.from(turned ?? []).readUInt32LE(4)).toBe((turned?.length ?? 0) - 8);
  });

  it('GIF: comments, XMP and what hangs on behind are gone, how often it repeats stays', () => {
    const details = [
      gifExtension(0xfe, latin('made at home'), latin('41N29E')),
      gifExtension(0xff, latin('XMP DataXMP'), latin('<x/>'), Buffer.alloc(255, 7)),
    ];
    expect(cleaned(gif(...details))).toEqual(gif());
    expect(cleaned(bytesOf(gif(...details.slice(0, 1)), latin('behind')))).toEqual(gif());
  });

  it('what falls into more parts than any program makes is not looked through', () => {
    const many = (...parts: Uint8Array[]) =>
      Buffer.concat(Array.from({ length: 65_537 }, () => parts).flat());
    const comments = many(gifLoop, gifExtension(0xfe, latin('')));
    expect(withoutDetails(gif(comments))).toBe('unclear');
    expect(withoutDetails(webp(0, many(riff('ANMF', latin('')))))).toBe('unclear');
    expect(withoutDetails(jpeg(many(segment(0xdb, latin(''))), exif(1)))).toBe('unclear');
  });

  it.each([
    ['JPEG', jpeg()],
    ['PNG', png()],
    ['WebP', webp(0)],
    ['GIF', gif()],
    ['text', bytesOf(latin('Exif\0\0 is only a word'))],
  ])('%s without any of it stays as it is', (_, bytes) => {
    expect(withoutDetails(bytes)).toBeUndefined();
  });

  it.each([
    ['JPEG without its end', jpeg(exif(1)).slice(0, -2)],
    ['JPEG with a byte between its parts', bytesOf([0xff, 0xd8], exif(1), [0], jpeg().slice(2))],
    ['PNG', png(chunk('eXIf', tiff(3))).slice(0, -3)],
    ['WebP', webp(0x0c, riff('EXIF', tiff(5))).slice(0, -9)],
    ['GIF without its end', gif(gifExtension(0xfe, latin('by me'))).slice(0, -1)],
    ['GIF with a byte between its parts', bytesOf(gif().slice(0, -1), [9, 0x3b])],
  ])('%s: of a damaged one nobody knows', (_, bytes) => {
    expect(withoutDetails(bytes)).toBe('unclear');
  });

  it('whatever is damaged is no defect', () => {
    const wholes = [jpeg(exif(6)), png(chunk('eXIf', tiff(3))), webp(0x0c, riff('EXIF', tiff(5)))];
    wholes.push(gif(gifExtension(0xfe, latin('by me'))));
    fc.assert(
      fc.property(
        fc.constantFrom(...wholes),
        fc.nat(200),
        fc.array(fc.tuple(fc.nat(150), fc.integer({ min: 0, max: 255 })), { maxLength: 6 }),
        (whole, cut, changes) => {
          const bytes = whole.slice(0, Math.max(0, whole.length - cut));
          for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
          const parts = withoutDetails(bytes);
          if (Array.isArray(parts)) expect(bytesOf(...parts).length).toBeLessThan(bytes.length);
        },
      ),
      { seed: 7, numRuns: 2000 },
    );
  });
});
