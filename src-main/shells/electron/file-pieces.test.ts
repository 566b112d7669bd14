import { expect, it } from 'vitest';
import { piecesOf } from './file-pieces.ts';

async function taken(file: Blob, pieceBytes: number) {
  const pieces: { at: number; text: string; isLast: boolean; memory: number }[] = [];
  for await (const { at, bytes, isLast } of piecesOf(file, pieceBytes))
    pieces.push({ at, text: String(Buffer.from(bytes)), isLast, memory: bytes.buffer.byteLength });
  return pieces;
}

it('a file comes whole, piece by piece, in the memory of one piece', async () => {
  const file = new Blob(['Türk', 'çe ', 'bir m', 'etin']);
  const pieces = await taken(file, 8);
  expect(pieces.map(({ at, isLast, memory }) => [at, isLast, memory])).toEqual([
    [0, false, 8],
    [8, false, 8],
    [16, true, 8],
  ]);
  const whole = Buffer.from(await file.arrayBuffer());
  const texts = [0, 8, 16].map((at) => String(whole.subarray(at, at + 8)));
  expect(pieces.map(({ text }) => text)).toEqual(texts);
});

it.each([
  [8, [[0, true]]],
  [
    4,
    [
      [0, false],
      [4, true],
    ],
  ],
] as const)('the last of pieces of %i bytes says so', async (pieceBytes, expected) => {
  const pieces = await taken(new Blob(['12345678']), pieceBytes);
  expect(pieces.map(({ at, isLast }) => [at, isLast])).toEqual(expected);
});

it('of an empty one an empty piece comes', async () => {
  expect(await taken(new Blob([]), 8)).toEqual([{ at: 0, text: '', isLast: true, memory: 0 }]);
});

it('each piece has the memory of the one before, which is gone with that', async () => {
  const held: Uint8Array[] = [];
  for await (const { bytes } of piecesOf(new Blob(['x'.repeat(64)]), 8)) held.push(bytes);
  expect(held.map(({ byteLength }) => byteLength)).toEqual([0, 0, 0, 0, 0, 0, 0, 8]);
});
