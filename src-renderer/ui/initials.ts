const tones = 8;

/** The same calm colour (0…7) for the same id, on every computer. */
export function avatarTone(id: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at += 1) {
    hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193) >>> 0;
  }
  return ((hash ^ (hash >>> 15)) >>> 0) % tones;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** First letters of the first and the last word; never half of a letter that has several code points. */
export function initialsOf(name: string, most: 1 | 2 = 2): string {
  const words = name
    .split(/[\s._\-–—/]+/u)
    .map((word) => word.replace(/^[^\p{L}\p{N}\p{Extended_Pictographic}]+/u, ''))
    .filter((word) => word !== '');
  const chosen = words.length > 1 && most === 2 ? [words[0], words.at(-1)] : words.slice(0, 1);
  const text = chosen.map((word) => firstLetter(word ?? '')).join('');
  return text === '' ? '?' : text.toLocaleUpperCase();
}

function firstLetter(word: string): string {
  for (const { segment } of graphemes.segment(word)) return segment;
  return '';
}
