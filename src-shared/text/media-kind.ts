/** What can be played in place, by its bytes and never by its name. */
export type MediaKind = 'audio/mpeg' | 'audio/ogg' | 'audio/wav' | 'video/mp4' | 'video/webm';

/** Undefined for whatever is none of the kinds that are played. A film and its sound alone are of one kind. */
export function mediaKind(bytes: Uint8Array): MediaKind | undefined {
  const letters = (at: number, count: number) =>
    String.fromCharCode(...bytes.subarray(at, at + count));
  if (letters(0, 4) === 'OggS') return 'audio/ogg';
  if (letters(0, 4) === 'RIFF' && letters(8, 4) === 'WAVE') return 'audio/wav';
  if (letters(4, 4) === 'ftyp')
    return /^(?:avi[fs]|mif1|hei[cx])/.test(letters(8, 4)) ? undefined : 'video/mp4';
  if (letters(0, 4) === '\x1a\x45\xdf\xa3') return 'video/webm';
  if (letters(0, 3) === 'ID3') return 'audio/mpeg';
  // A frame of layer III: eleven bits, then no reserved version.
  const isFrame = bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe6) === 0xe2;
  return isFrame && ((bytes[1] ?? 0) & 0x18) !== 0x08 ? 'audio/mpeg' : undefined;
}
