/** `label`: what kind of extension it is. */
export type GifBlock = {
  is: 'image' | 'extension' | 'end';
  label: number;
  start: number;
  end: number;
};

const kinds = new Map<number | undefined, GifBlock['is']>([
  [0x2c, 'image'],
  [0x21, 'extension'],
  [0x3b, 'end'],
]);

/** What follows the head of a GIF, up to its `end` or what is damaged (https://www.w3.org/Graphics/GIF/spec-gif89a.txt). */
export function* gifBlocks(bytes: Uint8Array): Generator<GifBlock> {
  let start = 13 + coloursOf(bytes[10]);
  while (start < bytes.length) {
    const is = kinds.get(bytes[start]);
    if (!is) return;
    const end = endOf(bytes, is, start);
    yield { is, label: bytes[start + 1] ?? 0, start, end };
    if (is === 'end') return;
    start = end;
  }
}

function endOf(bytes: Uint8Array, is: GifBlock['is'], start: number): number {
  if (is === 'end') return start + 1;
  let at = start + (is === 'image' ? 11 + coloursOf(bytes[start + 9]) : 2);
  // Parts of at most 255 bytes, each with its length before it; one of none ends them.
  while ((bytes[at] ?? 0) > 0) at += 1 + (bytes[at] ?? 0);
  return at + 1;
}

function coloursOf(flags = 0): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}
