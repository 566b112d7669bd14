import { areApart, areWithin, type Extent, type FoundData, type IsoEdits } from './iso-edits.ts';
import { lettersOf, UnclearFile, type Box, type IsoFile } from './iso-file.ts';

/** ISO 23008-12 and AVIF: what a picture is made of. Whatever else is kept with it (Exif, XMP) is taken out. */
const shownItems = new Set(
  'hvc1 hev1 lhv1 av01 avc1 vvc1 evc1 jpeg j2k1 unci mski grid iovl iden tmap tili'.split(' '),
);
const keptBoxes = new Set('hdlr pitm iloc iinf iprp iref idat dinf ipro grpl'.split(' '));
/** Words about it, and when it was made and changed. */
const wordsOfPictures = new Set('udes altt crtt mdft'.split(' '));

const mostItems = 16_384;

/**
 * Takes out of the description of a picture (`meta`) what is not needed to show it. Gives where the
 * data of its items lies; undefined if it is no description of a picture but of something else, and goes as a whole.
 */
export async function editPicture(
  file: IsoFile,
  meta: Box,
  edits: IsoEdits,
): Promise<FoundData | undefined> {
  const all: Box[] = [];
  for await (const box of file.boxesIn(meta.body + 4, meta.end)) all.push(box);
  const boxes = new Map(all.map((box) => [box.kind, box]));
  const handler = boxes.get('hdlr');
  if (!handler || lettersOf(await file.viewAt(handler.body, 12), 8) !== 'pict') return undefined;
  for (const box of all) {
    if (!keptBoxes.has(box.kind)) edits.free(box);
    else if (boxes.get(box.kind) !== box) throw new UnclearFile();
  }
  const [items, places, primary] = ['iinf', 'iloc', 'pitm'].map((kind) => boxes.get(kind));
  if (!items || !places || !primary) throw new UnclearFile();
  await forgetWords(file, boxes.get('iprp'), edits);
  const shown = await editItems(file, items, edits);
  if (!shown.has(firstNumber(await file.bodyOf(primary)))) throw new UnclearFile();
  return dataBeside(readPlaces(await file.bodyOf(places), boxes.get('idat')), { shown, edits });
}

async function forgetWords(
  file: IsoFile,
  properties: Box | undefined,
  edits: IsoEdits,
): Promise<void> {
  if (!properties) return;
  for await (const container of file.boxesIn(properties.body, properties.end)) {
    if (container.kind !== 'ipco') continue;
    // In place: they are named by which of them they are.
    for await (const property of file.boxesIn(container.body, container.end))
      if (wordsOfPictures.has(property.kind)) edits.free(property);
  }
}

/** An item that is not shown is none of any kind any more, and none has a name. Gives the others. */
async function editItems(file: IsoFile, items: Box, edits: IsoEdits): Promise<Set<number>> {
  const shown = new Set<number>();
  const isShort = (await file.viewAt(items.body, 1)).getUint8(0) === 0;
  for await (const item of file.boxesIn(items.body + (isShort ? 6 : 8), items.end)) {
    const head = await file.viewAt(item.body, Math.min(14, item.end - item.body));
    const version = head.byteLength < 12 ? 0 : head.getUint8(0);
    const kindAt = version === 2 ? 8 : 10;
    if (item.kind !== 'infe' || version < 2 || kindAt + 4 > head.byteLength)
      throw new UnclearFile();
    if (shownItems.has(lettersOf(head, kindAt)))
      shown.add(version === 2 ? head.getUint16(4) : head.getUint32(4));
    else edits.freeKind(item.body + kindAt);
    edits.zero(item.body + kindAt + 4, item.end - item.body - kindAt - 4);
  }
  return shown;
}

/** Of `pitm`, whose only number is shorter in its first version. */
function firstNumber(view: DataView): number {
  const take = numbersOf(view);
  const version = take(1);
  take(3);
  return take(version === 0 ? 2 : 4);
}

type ItemPlace = { item: number; extent: Extent; isInside: boolean };
type Places = { places: readonly ItemPlace[]; inside: Extent };

/** Of `iloc`: where the parts of each item lie, in the file or in `idat`. */
function readPlaces(view: DataView, inside: Box | undefined): Places {
  const take = numbersOf(view);
  const version = take(1);
  take(3);
  const [widths, moreWidths] = [take(1), take(1)];
  const offsetWidth = widths >> 4;
  const lengthWidth = widths & 15;
  const baseWidth = moreWidths >> 4;
  const indexWidth = version === 0 ? 0 : moreWidths & 15;
  const count = take(version < 2 ? 2 : 4);
  const places: ItemPlace[] = [];
  for (let each = 0; each < count; each += 1) {
    const item = take(version < 2 ? 2 : 4);
    const method = version === 0 ? 0 : take(2) & 15;
    const isElsewhere = take(2) !== 0;
    const base = take(baseWidth);
    const extents = take(2);
    if (method > 1 || isElsewhere || places.length + extents > mostItems) throw new UnclearFile();
    const isInside = method === 1;
    const from = base + (isInside ? (inside?.body ?? 0) : 0);
    for (let extent = 0; extent < extents; extent += 1) {
      take(indexWidth);
      const at = from + take(offsetWidth);
      const length = take(lengthWidth);
      // Nothing said: up to the end.
      if (length === 0) throw new UnclearFile();
      places.push({ item, extent: { at, length }, isInside });
    }
  }
  return {
    places,
    inside: { at: inside?.body ?? 0, length: inside ? inside.end - inside.body : 0 },
  };
}

/** Reads numbers of as many bytes one after the other; beyond its end nothing is clear. */
function numbersOf(view: DataView): (width: number) => number {
  let at = 0;
  return (width) => {
    if (width > 8 || at + width > view.byteLength) throw new UnclearFile();
    let number = 0;
    for (let each = 0; each < width; each += 1) number = number * 256 + view.getUint8(at + each);
    at += width;
    return number;
  };
}

/** Takes out at once what lies in the description itself. */
function dataBeside(
  { places, inside }: Places,
  { shown, edits }: { shown: ReadonlySet<number>; edits: IsoEdits },
): FoundData {
  const isShown = ({ item }: ItemPlace) => shown.has(item);
  const extentsOf = (some: readonly ItemPlace[]) => some.map(({ extent }) => extent);
  const beside = places.filter((place) => !isShown(place));
  const kept = extentsOf(places.filter(isShown));
  if (!areApart(kept, extentsOf(beside))) throw new UnclearFile();
  const within = extentsOf(beside.filter(({ isInside }) => isInside));
  if (!areWithin(within, [inside])) throw new UnclearFile();
  for (const { at, length } of within) edits.zero(at, length);
  return { beside: extentsOf(beside.filter(({ isInside }) => !isInside)), shown: kept };
}
