import { deflateSync, crc32 } from 'node:zlib';

export type GivenFile = { name: string; mimeType: string; buffer: Buffer };

/** A picture of one colour that says it is so wide and so high, and `written` into it by a camera. */
export function png(name: string, [width, height] = [320, 200], written = ''): GivenFile {
  const chunk = (type: string, content: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(content.length);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2], 8);
  const drawn = Math.min(height, 1000);
  const row = Buffer.alloc(1 + 3 * Math.min(width, 1000), 0x5c);
  row[0] = 0;
  const pixels = deflateSync(Buffer.concat(Array.from({ length: drawn }, () => row)));
  const buffer = Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    ...(written === '' ? [] : [chunk('tEXt', Buffer.from(`Comment\0${written}`, 'latin1'))]),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
  return { name, mimeType: 'image/png', buffer };
}

export const text = (name: string, content: string): GivenFile => ({
  name,
  mimeType: 'text/plain',
  buffer: Buffer.from(content),
});

/** With the place where it was made, as phones write it, and nothing to be seen. */
export function film(name: string, place: string): GivenFile {
  const box = (kind: string, ...parts: Buffer[]) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(8 + parts.reduce((sum, part) => sum + part.length, 0));
    return Buffer.concat([length, Buffer.from(kind, 'latin1'), ...parts]);
  };
  const written = box('udta', box('\xa9xyz', Buffer.from(place)));
  const buffer = Buffer.concat([
    box('ftyp', Buffer.from('qt  \0\0\0\0qt  ')),
    box('moov', box('mvhd', Buffer.alloc(100)), written),
    box('mdat', Buffer.alloc(1000)),
  ]);
  return { name, mimeType: 'video/quicktime', buffer };
}

/** Silence, as WAV. */
export function wav(name: string, seconds = 1): GivenFile {
  const samples = Buffer.alloc(8000 * seconds, 128);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8000, 24);
  head.writeUInt32LE(8000, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(samples.length, 40);
  return { name, mimeType: 'audio/wav', buffer: Buffer.concat([head, samples]) };
}
