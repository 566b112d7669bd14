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

test('R2.5 a text without a line end may end in quiet; a key that somebody presses may not', () => {
  const reader = new LineReader();
  const push = (text: string) => {
    const pieces = reader.push(Buffer.from(text));
    return [pieces.length, reader.mayEndInQuiet];
  };
  expect(reader.mayEndInQuiet).toBe(false);
  expect(push('a')).toEqual([0, false]);
  expect(push('ş')).toEqual([0, false]);
  expect(push('li')).toEqual([0, true]);
  expect(reader.takeRest()).toEqual([{ ok: true, piece: 'aşli' }]);
  expect([reader.mayEndInQuiet, reader.takeRest()]).toEqual([false, []]);
  expect(push('selam')).toEqual([0, true]);
  expect(push('\n')).toEqual([1, false]);
  expect(push('half a line')).toEqual([0, false]);
  expect(reader.takeRest()).toEqual([{ ok: true, piece: 'half a line' }]);
});

test('R4.6 telnet that sends letter by letter ends a line with CR NUL', () => {
  const reader = new LineReader();
  const pieces = ['a', 'l', 'i', '\r\u0000', 'x'].flatMap((keys) => reader.push(Buffer.from(keys)));
  expect(pieces).toEqual([{ ok: true, piece: 'ali' }]);
});

test('a NUL anywhere else ends no line', () => {
  expect(readAll('a\u0000b\n')).toEqual([{ ok: true, piece: 'a\u0000b' }]);
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
  expect(pieces).toEqual([{ ok: false, code: 'line-too-long', ends: true }]);
  expect(reader.waitingBytes).toBe(0);
  expect(reader.push(Buffer.from('b\n'))).toEqual([]);
});

test('the longest line goes through', () => {
  const longest = 'a'.repeat(limits.maxPlainLineBytes);
  expect(readAll(`${longest}\n`)).toEqual([{ ok: true, piece: longest }]);
});

test('a line that is no UTF-8 is refused alone', () => {
  const pieces = readAll('ali\n', Uint8Array.from([0xc3, 0x28, 0x0a]), 'veli\n');
  expect(pieces).toEqual([
    { ok: true, piece: 'ali' },
    { ok: false, code: 'bad-utf8', ends: false },
    { ok: true, piece: 'veli' },
  ]);
});

test('telnet is answered that nothing it wishes is done, and is not answered for ever', () => {
  const reader = new LineReader();
  reader.push(Uint8Array.from([0xff, 0xfd, 0x06, 0xff, 0xfb, 0x18, 0xff, 0xfe, 0x01, 0x61]));
  expect([...reader.takeReplies()]).toEqual([0xff, 0xfc, 0x06, 0xff, 0xfe, 0x18]);
  expect([...reader.takeReplies()]).toEqual([]);
  reader.push(
    Uint8Array.from(Array.from({ length: 9000 }, (_, at) => [0xff, 0xfd, 0x06][at % 3] ?? 0)),
  );
  expect(reader.takeReplies().length).toBeLessThan(400);
});

test('random bytes are lines, each with its text or its refusal', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      for (const piece of new LineReader().push(bytes)) {
        expect(piece.ok || !piece.ends).toBe(true);
      }
    }),
  );
});
