import { mostEdits, type Extent, type FoundData, type IsoEdits } from './iso-edits.ts';
import { lettersOf, UnclearFile, type Box, type IsoFile } from './iso-file.ts';

/** What is left as it is, and where there is something to take out of it. */
type Rule = 'keep' | 'times' | 'track' | 'sphere' | 'unclear' | Place;
type Place = 'moov' | 'trak' | 'mdia' | 'moof' | 'traf';

const all = (rule: Rule, kinds: string) =>
  kinds.split(' ').map((kind): [string, Rule] => [kind, rule]);

/** ISO 14496-12 and QuickTime: what a film cannot be shown without. Whatever else is in there is taken out. */
const rules: Record<Place, ReadonlyMap<string, Rule>> = {
  moov: new Map([
    ['mvhd', 'times'],
    ['trak', 'track'],
    ...all('keep', 'mvex iods pssh ctab'),
    // The film itself is packed, or elsewhere.
    ...all('unclear', 'cmov rmra'),
  ]),
  trak: new Map([
    ['tkhd', 'times'],
    ['mdia', 'mdia'],
    ['uuid', 'sphere'],
    ...all('keep', 'edts tref trgr tapt clip matt load imap'),
  ]),
  mdia: new Map([['mdhd', 'times'], ...all('keep', 'hdlr minf elng')]),
  moof: new Map([['traf', 'traf'], ...all('keep', 'mfhd pssh')]),
  traf: new Map(all('keep', 'tfhd tfdt trun sbgp sgpd subs saiz saio senc uuid')),
};

/** What is seen, heard and read; anything else was recorded beside it: where the camera was, whom it saw. */
const shownTracks = new Set('vide soun text sbtl subt clcp tmcd auxv pict'.split(' '));

/** That a film is to be looked at all around (Google's Spherical Video, version 1). */
const sphere = 'ffcc8263f8554a938814587a02521fdd';

const mostTracksBeside = 32;

/** Takes out of a film's description what is not needed to show it. Gives where the data of its tracks lies. */
export async function editMovie(file: IsoFile, box: Box, edits: IsoEdits): Promise<FoundData> {
  const beside: Extent[] = [];
  const shown: Box[] = [];
  let tracksBeside = 0;
  const walk = async (place: Place, { body, end }: Box): Promise<void> => {
    for await (const child of file.boxesIn(body, end)) {
      const rule = rules[place].get(child.kind);
      if (rule === undefined || (rule === 'sphere' && !(await isSphere(file, child))))
        edits.free(child);
      else if (rule === 'unclear') throw new UnclearFile();
      else if (rule === 'times') await forgetTimes(file, child, edits);
      else if (rule === 'track') await editTrack(child);
      else if (rule !== 'keep' && rule !== 'sphere') await walk(rule, child);
    }
  };
  const editTrack = async (track: Box): Promise<void> => {
    if (shownTracks.has(await handlerOf(file, track))) {
      shown.push(track);
      return walk('trak', track);
    }
    tracksBeside += 1;
    // What of it lies in the fragments is not looked for.
    if (tracksBeside > mostTracksBeside || (await find(file, box, ['mvex'])))
      throw new UnclearFile();
    for await (const extent of dataOf(file, track)) {
      if (beside.length >= mostEdits) throw new UnclearFile();
      beside.push(extent);
    }
    return edits.free(track);
  };
  await walk(box.kind === 'moof' ? 'moof' : 'moov', box);
  return { beside, shown: dataOfAll(file, shown) };
}

async function* dataOfAll(file: IsoFile, tracks: readonly Box[]): AsyncGenerator<Extent> {
  for (const track of tracks) yield* dataOf(file, track);
}

/** When it was made and changed, at the beginning of `mvhd`, `tkhd` and `mdhd`. */
async function forgetTimes(file: IsoFile, { body, end }: Box, edits: IsoEdits): Promise<void> {
  const length = (await file.viewAt(body, 1)).getUint8(0) === 1 ? 16 : 8;
  if (body + 4 + length > end) throw new UnclearFile();
  edits.zero(body + 4, length);
}

async function isSphere(file: IsoFile, { body, end }: Box): Promise<boolean> {
  if (end - body < 16) return false;
  const id = await file.viewAt(body, 16);
  return id.getBigUint64(0).toString(16) + id.getBigUint64(8).toString(16) === sphere;
}

async function handlerOf(file: IsoFile, track: Box): Promise<string> {
  const handler = await find(file, track, ['mdia', 'hdlr']);
  if (!handler || handler.end - handler.body < 12) throw new UnclearFile();
  return lettersOf(await file.viewAt(handler.body, 12), 8);
}

async function find(
  file: IsoFile,
  { body, end }: Box,
  [kind, ...rest]: readonly string[],
): Promise<Box | undefined> {
  for await (const child of file.boxesIn(body, end))
    if (child.kind === kind) return rest.length === 0 ? child : find(file, child, rest);
  return undefined;
}

/** Where the data of a track lies: its chunks, as `stsc` groups the samples of `stsz` into those of `stco`. */
async function* dataOf(file: IsoFile, track: Box): AsyncGenerator<Extent> {
  const table = async (...kinds: string[]) => {
    for (const kind of kinds) {
      const box = await find(file, track, ['mdia', 'minf', 'stbl', kind]);
      if (box) return box;
    }
    throw new UnclearFile();
  };
  const sizes = await table('stsz');
  const chunks = await table('stco', 'co64');
  const { fixed, count, next } = await sizesIn(file, sizes);
  const samplesIn = await groupsIn(file, await table('stsc'));
  let left = count;
  let chunk = 0;
  const width = chunks.kind === 'co64' ? 8 : 4;
  for await (const at of entriesOf(file, chunks, { head: 8, width })) {
    chunk += 1;
    const samples = Math.min(left, await samplesIn(chunk));
    let length = fixed * samples;
    if (fixed === 0) for (let each = 0; each < samples; each += 1) length += await next();
    left -= samples;
    yield { at, length };
  }
  if (left > 0) throw new UnclearFile();
}

type Table = { head: number; width?: 4 | 8; perEntry?: number };

/** The numbers of a table whose count stands before them. */
async function* entriesOf(
  file: IsoFile,
  { body, end }: Box,
  { head, width = 4, perEntry = 1 }: Table,
): AsyncGenerator<number, void> {
  const entries = (await file.viewAt(body + head - 4, 4)).getUint32(0);
  const count = entries * perEntry;
  if (body + head + count * width > end) throw new UnclearFile();
  yield* file.numbersAt(body + head, count, width);
}

async function sizesIn(file: IsoFile, box: Box) {
  const head = await file.viewAt(box.body, 12);
  const [fixed, count] = [head.getUint32(4), head.getUint32(8)];
  const each = entriesOf(file, box, { head: 12 });
  const next = async () => {
    const size = await each.next();
    if (size.done) throw new UnclearFile();
    return size.value;
  };
  return { fixed, count, next };
}

/** How many samples are in each chunk, asked for one after the other: it is said where that changes. */
async function groupsIn(file: IsoFile, box: Box) {
  const numbers = entriesOf(file, box, { head: 8, perEntry: 3 });
  const number = async () => (await numbers.next()).value ?? Infinity;
  const group = async () => {
    const [first, samples] = [await number(), await number()];
    await number();
    return { first, samples };
  };
  let own = { first: 0, samples: 0 };
  let following = await group();
  return async (chunk: number) => {
    while (following.first <= chunk) {
      own = following;
      following = await group();
    }
    return own.samples;
  };
}
