import { describe, expect, it } from 'vitest';
import { isMoving } from './picture-motion.ts';
import type { PictureKind } from './picture-head.ts';

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const latin = (text: string) => Buffer.from(text, 'latin1').toString('hex');

const gifHead = `${latin('GIF89a')} 02000200 80 00 00 000000ffffff`;
const gifImage = '2c 00000000 02000200 00 02 02 4401 00';
const pause = '21f904 04000a00 00';
const chunk = (type: string, bytes = '') =>
  `${(bytes.length / 2).toString(16).padStart(8, '0')}${latin(type)}${bytes}00000000`;
const png = (...chunks: string[]) => `89504e470d0a1a0a ${chunks.join('')}`;
const webp = (flags: string) =>
  `${latin('RIFF')}00000000${latin('WEBPVP8X')}0a000000${flags}000000`;

const cases: [string, PictureKind, string, boolean][] = [
  ['a GIF with one picture', 'gif', `${gifHead}${pause}${gifImage}3b`, false],
  ['a GIF with two', 'gif', `${gifHead}${gifImage}${pause}${gifImage}3b`, true],
  ['a GIF that ends in the middle', 'gif', `${gifHead}${gifImage}21f9`, false],
  ['a PNG', 'png', png(chunk('IHDR'), chunk('IDAT'), chunk('acTL')), false],
  ['an APNG', 'png', png(chunk('IHDR'), chunk('acTL', '00'), chunk('IDAT')), true],
  ['a WebP', 'webp', webp('10'), false],
  ['a WebP that moves', 'webp', webp('12'), true],
  ['an AVIF', 'avif', `00000020${latin('ftypavif')}`, false],
  ['an AVIF that moves', 'avif', `00000020${latin('ftypavis')}`, true],
  ['a JPEG', 'jpeg', 'ffd8', false],
];

describe('what moves', () => {
  it.each(cases)('%s', (...[, kind, bytes, moves]) => {
    expect(isMoving(kind, hex(bytes))).toBe(moves);
  });
});
