import {
  areAllApart,
  areWithin,
  createIsoEdits,
  type Extent,
  type FoundData,
  type IsoEdits,
} from './iso-edits.ts';
import { lettersOf, openIsoFile, UnclearFile, type Box, type IsoFile } from './iso-file.ts';
import { editMovie } from './iso-movie.ts';
import { editPicture } from './iso-picture.ts';

/** What such a file begins with; all but the first are QuickTime's, from before there was one. */
const firstKinds = ['ftyp', 'moov', 'mdat', 'wide'];
/** Songs and books: their title, author and cover are what a person means to send. */
const soundBrands = ['M4A ', 'M4B ', 'M4P '];
/** Canon's raw pictures cannot be unfolded without what the camera wrote. */
const rawBrand = 'crx ';

const readKinds = new Set('ftyp styp moov moof meta mdat imda wide sidx ssix mfra pdin'.split(' '));

const bodyOf = ({ body, end }: Box): Extent => ({ at: body, length: end - body });
const noData: FoundData = { beside: [], shown: [] };

/** By the first 12 bytes: a film (MP4, MOV), or a picture (HEIC, AVIF). */
export function isIsoWithDetails(head: Uint8Array): boolean {
  const letters = (at: number) => String.fromCharCode(...head.subarray(at, at + 4));
  return firstKinds.includes(letters(4)) && !soundBrands.includes(letters(8));
}

/**
 * A film or picture without what a camera or a program wrote into it besides: place, times, device, comments, what was
 * recorded beside it. It is written over in place, and cut off behind. Of one of any size some KiB are held.
 * Undefined if there is nothing of that, `unclear` if it cannot be told.
 */
export async function isoWithoutDetails(source: Blob): Promise<Blob | undefined | 'unclear'> {
  try {
    return await cleaned(source);
  } catch (error) {
    if (error instanceof UnclearFile) return 'unclear';
    throw error;
  }
}

async function cleaned(source: Blob): Promise<Blob | undefined> {
  const file = openIsoFile(source);
  const edits = createIsoEdits();
  const data: Extent[] = [];
  const beside: Extent[] = [];
  const shown: FoundData['shown'][] = [];
  const gone: Extent[] = [];
  let end = 0;
  let isDescribed = false;
  for await (const box of file.boxesIn()) {
    if (box.kind === 'mdat') data.push(bodyOf(box));
    const found = readKinds.has(box.kind) ? await edited(file, box, edits) : undefined;
    if (!found) {
      if (box.end > box.body) gone.push(bodyOf(box));
      edits.free(box);
    } else {
      end = box.end;
      beside.push(...found.beside);
      shown.push(found.shown);
      isDescribed ||= box.kind === 'moov' || box.kind === 'meta';
    }
  }
  if (!isDescribed || !areWithin(beside, data)) throw new UnclearFile();
  gone.push(...beside.filter(({ length }) => length > 0));
  if (gone.length > 0)
    for (const each of shown) if (!(await areAllApart(each, gone))) throw new UnclearFile();
  for (const { at, length } of beside) edits.zero(at, length);
  return edits.applied(source, end);
}

/** Gives where the file's data lies that the box names; undefined if the box goes as a whole. */
async function edited(file: IsoFile, box: Box, edits: IsoEdits): Promise<FoundData | undefined> {
  switch (box.kind) {
    // Data that is found by its name, not by where it lies.
    case 'imda':
      throw new UnclearFile();
    case 'meta':
      return editPicture(file, box, edits);
    case 'moov':
    case 'moof':
      return editMovie(file, box, edits);
    case 'ftyp':
      if (lettersOf(await file.viewAt(box.body, 4), 0) === rawBrand) throw new UnclearFile();
      return noData;
    default:
      return noData;
  }
}
