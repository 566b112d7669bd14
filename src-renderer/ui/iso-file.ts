/**
 * ISO 14496-12: films (MP4, MOV) and pictures (HEIC, AVIF) are boxes within boxes, each with its length and its kind
 * before it. `body` is where it begins behind them, `end` the place behind it.
 */
export type Box = { kind: string; start: number; body: number; end: number };

/** It cannot be told what is in a file: it is damaged, or made in a way that is not known here. */
export class UnclearFile extends Error {}

export type IsoFile = ReturnType<typeof openIsoFile>;

/** What is read at once to find the boxes. */
const windowBytes = 16 * 1024;
/** The largest table that is held in memory. */
const mostHeldBytes = 4 * 1024 * 1024;
/** A film of some hours in parts of a second has no more; each may cost a look at the disk. */
const mostBoxes = 50_000;
/** In the tables of all tracks together: a film of ten hours with its sound has no more. */
const mostNumbers = 4 * 1024 * 1024;

/** Reads it piece by piece, whatever its size. What it names that is not there is `UnclearFile`. */
export function openIsoFile(source: Blob) {
  let held = new Uint8Array();
  let heldFrom = 0;
  let boxes = 0;
  let numbers = 0;

  async function bytesAt(at: number, count: number): Promise<Uint8Array<ArrayBuffer>> {
    if (count > mostHeldBytes || at + count > source.size) throw new UnclearFile();
    if (at < heldFrom || at + count > heldFrom + held.length) {
      const piece = source.slice(at, at + Math.max(count, windowBytes));
      held = new Uint8Array(await piece.arrayBuffer());
      heldFrom = at;
    }
    return held.subarray(at - heldFrom, at - heldFrom + count);
  }

  async function viewAt(at: number, count: number): Promise<DataView> {
    const bytes = await bytesAt(at, count);
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  async function boxAt(start: number, limit: number): Promise<Box> {
    boxes += 1;
    if (boxes > mostBoxes) throw new UnclearFile();
    const head = await viewAt(start, 8);
    const short = head.getUint32(0);
    const isLong = short === 1;
    const length = isLong ? Number((await viewAt(start + 8, 8)).getBigUint64(0)) : short;
    const isLast = short === 0 && limit === source.size;
    const box = { kind: lettersOf(head, 4), start, body: start + (isLong ? 16 : 8) };
    const end = isLast ? limit : start + length;
    if (end < box.body || end > limit) throw new UnclearFile();
    return { ...box, end };
  }

  /** Of the whole file, or of what is in a box. What is shorter than a box at its end is none. */
  async function* boxesIn(from = 0, to = source.size): AsyncGenerator<Box> {
    for (let at = from; at + 8 <= to;) {
      const box = await boxAt(at, to);
      yield box;
      at = box.end;
    }
  }

  return {
    size: source.size,
    viewAt,
    boxesIn,
    bodyOf: ({ body, end }: Box) => viewAt(body, end - body),
    /** Numbers of four or eight bytes, one after the other, read on their own and no more than so many in all. */
    async *numbersAt(
      at: number,
      count: number,
      bytesEach: 4 | 8 = 4,
    ): AsyncGenerator<number, void> {
      numbers += count;
      if (numbers > mostNumbers || at + count * bytesEach > source.size) throw new UnclearFile();
      for (let done = 0; done < count;) {
        const some = Math.min(count - done, windowBytes / bytesEach);
        const from = at + done * bytesEach;
        const view = new DataView(await source.slice(from, from + some * bytesEach).arrayBuffer());
        for (let each = 0; each < some; each += 1)
          yield bytesEach === 4 ? view.getUint32(4 * each) : Number(view.getBigUint64(8 * each));
        done += some;
      }
    },
  };
}

export function lettersOf(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((each) => view.getUint8(at + each)));
}
