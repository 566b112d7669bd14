import fc from 'fast-check';
import { expect, test } from 'vitest';
import { limits } from '../../../src-shared/protocol/limits.ts';
import { LineReader } from './line-reader.ts';

function readAll(...chunks: (string | Uint8Array)[]) {
  const reader = new LineReader();
  return chunks.flatMap((chunk) => reader.push(Buffer.from(chunk as string)));
}

test('R4.6 lines end with a line feed, with or without a carriage return', () => {
  expect(readAll('ali\nmerhaba\r\n\n')).toEqual([
    { ok: true, piece: 'ali' },
    { ok: true, piece: 'merhaba' },
    { ok: true, piece: '' },
  ]);
});

test('R4.4 lines are the same wherever their bytes were cut', () => {
  const line = fc
    .string({ unit: 'grapheme', maxLength: 40 })
    .map((text) => text.replace(/[\r\n]/g, ''));
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), fc.array(fc.nat(7)), (lines, cuts) => {
      const bytes = Buffer.from(
        lines
          .map((one) => `${one}\n`)
          .join('')
          .toWellFormed(),
      );
      const reader = new LineReader();
      const pieces = [];
      let at = 0;
      for (const cut of [...cuts, bytes.length]) {
        pieces.push(...reader.push(bytes.subarray(at, at + cut)));
        at += cut;
      }
      expect(pieces).toEqual(lines.map((piece) => ({ ok: true, piece: piece.toWellFormed() })));
    }),
  );
});

test('what telnet says to itself is no text', () => {
  const negotiation = [0xff, 0xfd, 0x01, 0xff, 0xfa, 0x18, 0x00, 0x0a, 0xff, 0xf0, 0xff, 0xf1];
  expect(readAll(Uint8Array.from([...negotiation, 0x61, 0x0a]))).toEqual([
    { ok: true, piece: 'a' },
  ]);
});

test('100,000 characters without a line feed are refused, and nothing after them is read', () => {
  const reader = new LineReader();
  const pieces = reader.push(Buffer.from('a'.repeat(100_000)));
  expect(pieces).toEqual([{ ok: false, code: 'line-too-long' }]);
  expect(reader.waitingBytes).toBe(0);
  expect(reader.push(Buffer.from('b\n'))).toEqual([]);
});

test('the longest line goes through', () => {
  const longest = 'a'.repeat(limits.maxPlainLineBytes);
  expect(readAll(`${longest}\n`)).toEqual([{ ok: true, piece: longest }]);
});

test('random bytes are text, or the one refusal', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const pieces = new LineReader().push(bytes);
      const refusals = pieces.filter((piece) => !piece.ok);
      expect(refusals.length).toBeLessThanOrEqual(1);
      expect(pieces.findIndex((piece) => !piece.ok)).toBe(refusals.length ? pieces.length - 1 : -1);
    }),
  );
});
