import { describe, expect, it } from 'vitest';
import { mediaKind } from './media-kind.ts';

const bytes = (latin: string) => Uint8Array.from(Buffer.from(latin, 'latin1'));

describe('what is played in place', () => {
  it.each([
    ['ID3\x04\0\0', 'audio/mpeg'],
    ['\xff\xfb\x90\x64', 'audio/mpeg'],
    ['OggS\0\x02', 'audio/ogg'],
    ['RIFF\0\0\0\0WAVEfmt ', 'audio/wav'],
    ['\0\0\0\x20ftypM4A \0', 'video/mp4'],
    ['\0\0\0\x20ftypisom', 'video/mp4'],
    ['\x1a\x45\xdf\xa3\x01', 'video/webm'],
    ['\0\0\0\x20ftypavif', undefined],
    ['RIFF\0\0\0\0WEBPVP8 ', undefined],
    ['<svg xmlns="x"/>', undefined],
    ['\xff\xd8\xff\xe0', undefined],
    ['', undefined],
  ])('%j is %s', (latin, kind) => {
    expect(mediaKind(bytes(latin))).toBe(kind);
  });
});
