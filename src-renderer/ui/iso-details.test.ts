import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isIsoWithDetails, isoWithoutDetails } from './iso-details.ts';
import { openIsoFile, UnclearFile } from './iso-file.ts';

const latin = (text: string) => Buffer.from(text, 'latin1');
const u16 = (...values: number[]) => Buffer.concat(values.map((value) => number(value, 2)));
const u32 = (...values: number[]) => Buffer.concat(values.map((value) => number(value, 4)));
function number(value: number, width: number): Buffer {
  const bytes = Buffer.alloc(width);
  bytes.writeUIntBE(value, 0, width);
  return bytes;
}

const box = (kind: string, ...parts: Uint8Array[]) => {
  const body = Buffer.concat(parts);
  return Buffer.concat([u32(8 + body.length), latin(kind), body]);
};
const full = (kind: string, version: number, ...parts: Uint8Array[]) =>
  box(kind, u32(version * 2 ** 24), ...parts);
const handler = (kind: string) => full('hdlr', 0, u32(0), latin(kind), Buffer.alloc(13));

const place = '41.0082N 28.9784E';
const exif = latin(`\0\0\0\x06Exif\0\0MM\0*${place}`);
const xmp = latin(`<x:xmpmeta>${place}</x:xmpmeta>`);

type Picture = {
  brand?: string;
  /** Of `iloc`. */
  version?: 0 | 1 | 2;
  isInside?: boolean;
  /** More in `meta`, in its properties, and behind the picture. */
  more?: Buffer;
  property?: Buffer;
  behind?: Buffer;
  primary?: number;
  /** What is said of where the Exif lies. */
  exifAt?: number;
};

/** A picture of one item, with Exif and XMP as those of iPhones (in `mdat`) or of others (in `idat`). */
function picture(how: Picture = {}): Buffer {
  const { brand = 'heic', version = 1, isInside = false, property = Buffer.alloc(0) } = how;
  const { more = Buffer.alloc(0), behind = Buffer.alloc(0), primary = 1, exifAt } = how;
  const item = (id: number, kind: string, ...words: Buffer[]) =>
    full('infe', 2, u16(id, 0), latin(kind), ...words);
  const coded = latin('the picture itself');
  const ftyp = box('ftyp', latin(brand), u32(0), latin('mif1'));
  const beside = Buffer.concat([exif, xmp]);
  const meta = (from: number, inside: number) => {
    const where = (id: number, [at, length]: readonly [number, number], method = 0) => {
      const head =
        version === 0 ? u16(id) : Buffer.concat([version === 2 ? u32(id) : u16(id), u16(method)]);
      return Buffer.concat([head, u16(0), u32(at), u16(1), u32(0, length)]);
    };
    const method = isInside ? 1 : 0;
    const places = [
      where(1, [from, coded.length]),
      where(2, [exifAt ?? inside, exif.length], method),
      where(3, [inside + exif.length, xmp.length], method),
    ];
    return full(
      'meta',
      0,
      handler('pict'),
      full('pitm', 0, u16(primary)),
      full(
        'iinf',
        0,
        u16(3),
        item(1, 'hvc1', latin('Ev\0')),
        item(2, 'Exif', latin('\0')),
        item(3, 'mime', latin('\0application/rdf+xml\0\0')),
      ),
      box('iprp', box('ipco', full('ispe', 0, u32(6, 4)), property), full('ipma', 0, u32(0))),
      full('iref', 0, box('cdsc', u16(2, 1, 1))),
      full('iloc', version, Buffer.of(0x44, 0x40), version === 2 ? u32(3) : u16(3), ...places),
      isInside ? box('idat', latin('first'), beside) : Buffer.alloc(0),
      more,
    );
  };
  const length = ftyp.length + meta(0, 0).length + 8;
  const inside = isInside ? 5 : length + coded.length;
  const data = isInside ? coded : Buffer.concat([coded, beside]);
  return Buffer.concat([ftyp, meta(length, inside), box('mdat', data), behind]);
}

type Film = {
  /** In `moov`, in the track, and behind. */
  more?: Buffer;
  ofTrack?: Buffer;
  behind?: Buffer;
  /** A track of what the camera recorded besides: its data is of these sizes. */
  beside?: {
    sizes: readonly number[];
    perChunk: number;
    isFixed?: boolean;
    isLong?: boolean;
    offset?: number;
  };
  /** Where the film's own first frames are said to lie, counted from where they do. */
  framesAt?: number;
  /** As streams and phones write it: the description comes last. */
  isLast?: boolean;
  time?: number;
};

const frames = latin('frame one frame two');

function track(kind: string, tables: readonly Buffer[], ...more: Buffer[]): Buffer {
  const stbl = box('stbl', full('stsd', 0, u32(0)), ...tables);
  return box(
    'trak',
    full('tkhd', 0, u32(0, 0, 1, 0, 9), Buffer.alloc(60)),
    box('mdia', full('mdhd', 0, u32(0, 0, 600, 9, 0)), handler(kind), box('minf', stbl)),
    ...more,
  );
}

/** Its data: a frame, what was recorded beside it, a frame, the next of that, and so on. */
function film(how: Film = {}): Buffer {
  const {
    more = Buffer.alloc(0),
    ofTrack = Buffer.alloc(0),
    behind = Buffer.alloc(0),
    beside,
    time = 0,
    framesAt = 0,
  } = how;
  const ftyp = box('ftyp', latin('qt  '), u32(0), latin('qt  '));
  const chunks: Buffer[] = [];
  const { sizes = [], perChunk = 1, isFixed = false, isLong = false } = beside ?? {};
  for (let at = 0; at < sizes.length; at += perChunk) {
    const bytes = sizes.slice(at, at + perChunk).reduce((sum, size) => sum + size, 0);
    chunks.push(latin(place.repeat(100).slice(0, bytes)));
  }
  const data =
    chunks.length === 0 ? frames : Buffer.concat(chunks.flatMap((chunk) => [frames, chunk]));
  const ownTables = (from: number) => {
    const offsets = Array.from({ length: Math.max(1, chunks.length) }, (_, each) => {
      const before = Buffer.concat(chunks.slice(0, each)).length + each * frames.length;
      return from + before + (each === 0 ? framesAt : 0);
    });
    return [
      full('stsz', 0, u32(frames.length, offsets.length)),
      full('stsc', 0, u32(1, 1, 1, 1)),
      full('stco', 0, u32(offsets.length, ...offsets)),
    ];
  };
  const moov = (from: number) => {
    let next = beside?.offset ?? from;
    const offsets = chunks.map(({ length }) => {
      const at = next + frames.length;
      next = at + length;
      return at;
    });
    const rest = sizes.length % perChunk;
    const groups = [u32(1, perChunk, 1), ...(rest === 0 ? [] : [u32(chunks.length, rest, 1)])];
    const tables = [
      isFixed
        ? full('stsz', 0, u32(sizes[0] ?? 0, sizes.length))
        : full('stsz', 0, u32(0, sizes.length, ...sizes)),
      full('stsc', 0, u32(groups.length), ...groups),
      isLong
        ? full('co64', 0, u32(offsets.length), ...offsets.map((at) => u32(0, at)))
        : full('stco', 0, u32(offsets.length, ...offsets)),
    ];
    return box(
      'moov',
      full('mvhd', 0, u32(time, time, 600, 9), Buffer.alloc(80)),
      track('vide', ownTables(from), ofTrack),
      beside ? track('meta', tables) : Buffer.alloc(0),
      more,
    );
  };
  const mdat = box('mdat', data);
  if (how.isLast) return Buffer.concat([ftyp, mdat, moov(ftyp.length + 8), behind]);
  return Buffer.concat([ftyp, moov(ftyp.length + moov(0).length + 8), mdat, behind]);
}

async function cleaned(bytes: Uint8Array): Promise<Buffer | undefined | 'unclear'> {
  const clean = await isoWithoutDetails(new Blob([Uint8Array.from(bytes)], { type: 'image/heic' }));
  return clean instanceof Blob ? Buffer.from(await clean.arrayBuffer()) : clean;
}

/** What is left of it, as text. */
async function leftIn(bytes: Uint8Array): Promise<string> {
  const clean = await cleaned(bytes);
  return clean instanceof Buffer ? clean.toString('latin1') : String(clean);
}

/** With zeros in the places of those words. */
function without(bytes: Buffer, ...words: Uint8Array[]): Buffer {
  const blank = Buffer.from(bytes);
  for (const word of words)
    for (let at = blank.indexOf(word); at !== -1; at = blank.indexOf(word, at))
      blank.fill(0, at, at + word.length);
  return blank;
}
const named = (bytes: Buffer, kind: string, other: string) =>
  Buffer.from(bytes.toString('latin1').replaceAll(kind, other), 'latin1');

const xyz = box('udta', box('\xa9xyz', u16(place.length, 0x15c7), latin(place)));

describe('a picture in boxes, without what a camera wrote into it', () => {
  const versions = [0, 1, 2] as const;
  it.each(versions)(
    'HEIC, places as of version %i: Exif and XMP are gone, the picture stays where it is',
    async (version) => {
      const whole = picture({ version });
      const clean = await cleaned(whole);
      const blank = without(whole, exif, xmp, latin('Ev'), latin('application/rdf+xml'));
      expect(clean).toEqual(named(named(blank, 'Exif', 'free'), 'mime', 'free'));
      expect(clean).toHaveLength(whole.length);
      expect(clean && clean !== 'unclear' && (await cleaned(clean))).toBeUndefined();
    },
  );

  it('AVIF: also where they lie in the description itself', async () => {
    const whole = picture({ brand: 'avif', isInside: true });
    const left = await leftIn(whole);
    expect(left).not.toContain(place);
    expect(left).toContain('first\0\0\0');
    expect(left).toContain('the picture itself');
  });

  it('words about it, boxes that nobody knows and what hangs on behind are gone', async () => {
    const words = full('udes', 0, latin(`tr\0${place}\0\0`));
    const motion = box('mpvd', latin(place));
    const whole = picture({ property: words, more: box('uuid', latin(place)), behind: motion });
    const left = await leftIn(whole);
    expect(left).not.toContain(place);
    expect(left).toHaveLength(whole.length - motion.length);
    const middle = await leftIn(picture({ behind: Buffer.concat([motion, box('mdat', frames)]) }));
    expect(middle).not.toContain(place);
    expect(middle).toContain(frames.toString());
  });

  it.each([
    ['is of no kind that is known', picture({ primary: 2 })],
    ['has Exif that lies over the picture', picture({ exifAt: picture().indexOf('the picture') })],
    ['has Exif that lies over its head', picture({ exifAt: 4 })],
    ['has Exif beyond its description', picture({ isInside: true, exifAt: 4000 })],
    ['is Canon’s raw', picture({ brand: 'crx ' })],
    ['is cut', picture().subarray(0, -3)],
    ['lies in a part that nobody knows', named(picture({ isInside: true }), 'mdat', 'abcd')],
    ['has two lists of places', picture({ more: full('iloc', 0, u32(0)) })],
  ])('one that %s is not looked through', async (_, bytes) => {
    expect(await cleaned(bytes)).toBe('unclear');
  });
});

describe('a film without what a camera wrote into it', () => {
  it.each([true, false])(
    'place, times and words are gone, all else stays where it is (%j)',
    async (isLast) => {
      const more = Buffer.concat([
        xyz,
        full('meta', 0, handler('mdta'), box('ilst', latin(place))),
      ]);
      const whole = film({ more, ofTrack: xyz, time: 0xe3a1b2c3, isLast });
      const clean = await cleaned(whole);
      const blank = film({
        more: Buffer.concat([
          box('free', Buffer.alloc(xyz.length - 8)),
          box('free', Buffer.alloc(more.length - xyz.length - 8)),
        ]),
        ofTrack: box('free', Buffer.alloc(xyz.length - 8)),
        isLast,
      });
      expect(clean).toEqual(blank);
      expect(await cleaned(blank)).toBeUndefined();
    },
  );

  it('what hangs on behind is cut off, and what lies between is blank', async () => {
    const behind = Buffer.concat([
      box('uuid', latin(place)),
      box('mdat', frames),
      box('skip', latin(place)),
    ]);
    const left = await leftIn(film({ behind }));
    expect(left).not.toContain(place);
    expect(left).toHaveLength(film().length + behind.length - 8 - place.length);
  });

  it('that it is to be looked at all around stays', async () => {
    const sphere = box(
      'uuid',
      Buffer.from('ffcc8263f8554a938814587a02521fdd', 'hex'),
      latin('<x/>'),
    );
    expect(await cleaned(film({ ofTrack: sphere }))).toBeUndefined();
    expect(await leftIn(film({ ofTrack: box('uuid', latin(place)) }))).not.toContain(place);
  });

  it.each([
    { sizes: [17, 20, 3, 40, 9], perChunk: 1 },
    { sizes: [17, 20, 3, 40, 9], perChunk: 2 },
    { sizes: [34, 34, 34], perChunk: 2, isFixed: true },
    { sizes: [17, 100], perChunk: 1, isLong: true },
  ])('what was recorded beside it is gone from its data, and no frame is: %j', async (beside) => {
    const whole = film({ beside });
    const left = await leftIn(whole);
    expect(whole.toString('latin1')).toMatch(/41\.0/);
    expect(left).not.toMatch(/41\.0|28\.9|meta/);
    const chunks = Math.ceil(beside.sizes.length / beside.perChunk);
    expect(left.split(frames.toString())).toHaveLength(1 + chunks);
  });

  it.each([
    [
      'in whose parts something was recorded beside it',
      film({ beside: { sizes: [9], perChunk: 1 }, more: box('mvex') }),
    ],
    ['that ends where its head begins', box('ftyp')],
    ['that is packed', film({ more: box('cmov') })],
    ['of which only the beginning is there', film().subarray(0, -1)],
    ['without a description', Buffer.concat([box('ftyp', latin('mp42')), box('mdat', frames)])],
    [
      'whose frames lie in what was recorded beside it',
      film({ beside: { sizes: [40, 9], perChunk: 1 }, framesAt: frames.length - 1 }),
    ],
    ['whose frames reach into it', film({ beside: { sizes: [40, 9], perChunk: 1 }, framesAt: 1 })],
    ['whose frames lie in a part that nobody knows', named(film({ isLast: true }), 'mdat', 'abcd')],
    ['whose data is found by its name', film({ behind: box('imda', u32(1), frames) })],
    ['whose data lies elsewhere', film({ beside: { sizes: [9], perChunk: 1, offset: 4 } })],
    [
      'of more pieces than any has',
      film({ beside: { sizes: Array.from({ length: 40_000 }, () => 0), perChunk: 1 } }),
    ],
    ['whose tables lie', named(film({ beside: { sizes: [9], perChunk: 1 } }), 'stsc', 'stsd')],
    [
      'of more boxes than any has',
      film({ more: Buffer.concat(Array.from({ length: 50_000 }, () => box('pssh'))) }),
    ],
  ])('one %s is not looked through', async (_, bytes) => {
    expect(await cleaned(bytes)).toBe('unclear');
  });

  it('of 6 GiB little is read, and little held', async () => {
    const read: number[] = [];
    const whole = film({ more: xyz, isLast: true });
    const at = whole.indexOf('mdat') - 4;
    const long = Buffer.concat([u32(1), latin('mdat'), u32(1, 0x8000_0000)]);
    const [head, tail] = [
      Buffer.concat([whole.subarray(0, at), long]),
      whole.subarray(whole.indexOf('moov') - 4),
    ];
    const size = at + 0x1_8000_0000 + tail.length;
    const pieces = (from = 0, to = size) => {
      const ofHead = head.subarray(from, to);
      const tailAt = size - tail.length;
      const ofTail = to <= tailAt ? [] : tail.subarray(Math.max(0, from - tailAt), to - tailAt);
      const bytes = Math.min(to, size) - from;
      const part = new Blob([ofHead, from >= tailAt ? Uint8Array.from(ofTail) : new Uint8Array()]);
      const arrayBuffer = () => {
        read.push(bytes);
        return Blob.prototype.arrayBuffer.call(part);
      };
      return Object.assign(part, { arrayBuffer });
    };
    const source = Object.assign(new Blob(), { slice: pieces });
    Object.defineProperty(source, 'size', { value: size });
    expect(await isoWithoutDetails(source)).toBeInstanceOf(Blob);
    expect(read.length).toBeLessThan(100);
    expect(Math.max(...read)).toBeLessThan(1024 * 1024);
  });
});

describe('files in boxes', () => {
  it('are told by their first bytes; songs keep their titles', () => {
    const heads = ['ftypheic', 'ftypqt  ', 'ftypmp42', 'moov\0\0\0\0', 'ftypM4A ', 'PK\x03\x04'];
    expect(heads.map((head) => isIsoWithDetails(latin(`\0\0\0\x20${head}`)))).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it('hold so many numbers in all their tables together, and whoever asks for more is refused at once', async () => {
    const most = 4 * 1024 * 1024;
    const file = openIsoFile(new Blob([new Uint8Array(4 * most)]));
    const first = async (count: number) => (await file.numbersAt(0, count).next()).value;
    for (let each = 0; each < 4; each += 1) expect(await first(most / 4)).toBe(0);
    await expect(first(1)).rejects.toBeInstanceOf(UnclearFile);
  });

  it('that are damaged are no defect, take no time and grow by nothing', async () => {
    const wholes = [
      picture(),
      picture({ isInside: true, version: 2 }),
      film({ more: xyz, beside: { sizes: [17, 20, 3], perChunk: 2 } }),
      film({ isLast: true, beside: { sizes: [34, 34], perChunk: 1, isFixed: true, isLong: true } }),
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...wholes),
        fc.nat(40),
        fc.array(fc.tuple(fc.nat(700), fc.constantFrom(0, 1, 2, 7, 8, 127, 128, 255)), {
          maxLength: 6,
        }),
        async (whole, cut, changes) => {
          const bytes = Buffer.from(whole.subarray(0, whole.length - cut));
          for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
          const clean = await cleaned(bytes);
          if (!clean || clean === 'unclear') return;
          expect(clean.length).toBeLessThanOrEqual(bytes.length);
          expect(await cleaned(clean)).toBeUndefined();
        },
      ),
      { seed: 7, numRuns: 1500 },
    );
  });
});
