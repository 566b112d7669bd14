import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ObjectReader } from './object-reader.ts';

const object = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ maxDepth: 3 }));

test('R0.11 objects are the same in any cut, several in one read, with quotes and braces in texts', () => {
  const hard = { command: 'message', message: 'veli~a ~ "b" \\ } { \\" ğüşiöç 😀' };
  fc.assert(
    fc.property(fc.array(object, { maxLength: 5 }), fc.array(fc.nat(9)), (objects, cuts) => {
      const all = [hard, ...objects].map((one) => JSON.parse(JSON.stringify(one)) as object);
      const bytes = Buffer.from(
        all
          .map((one) => JSON.stringify(one))
          .join('')
          .toWellFormed(),
      );
      const reader = new ObjectReader();
      const pieces = [];
      let at = 0;
      for (const cut of [...cuts, bytes.length]) {
        pieces.push(...reader.push(bytes.subarray(at, at + cut)));
        at += cut;
      }
      expect(pieces).toEqual(all.map((piece) => ({ ok: true, piece })));
      expect(reader.waitingBytes).toBe(0);
    }),
  );
});

test('R0.11 1,000 objects in one read are 1,000 objects', () => {
  const one = '{"command":"users"}';
  expect(new ObjectReader().push(Buffer.from(one.repeat(1000)))).toHaveLength(1000);
});

test('half an object waits', () => {
  const reader = new ObjectReader();
  expect(reader.push(Buffer.from('{"command":"us'))).toEqual([]);
  expect(reader.waitingBytes).toBe(14);
});

test.each([
  ['hello', 'bad-json'],
  ['{"a":}', 'bad-json'],
  [`{"a":"${'a'.repeat(100_000)}`, 'line-too-long'],
  ['{'.repeat(40_000), 'line-too-long'],
])('what is no object is refused once: %.10s', (text, code) => {
  const reader = new ObjectReader();
  expect(reader.push(Buffer.from(text))).toEqual([{ ok: false, code, ends: true }]);
  expect(reader.push(Buffer.from('{"command":"users"}'))).toEqual([]);
});

test('bytes that are no UTF-8 are refused', () => {
  const bytes = Buffer.concat([Buffer.from('{"a":"'), Buffer.of(0xc0, 0x80), Buffer.from('"}')]);
  expect(new ObjectReader().push(bytes)).toEqual([{ ok: false, code: 'bad-utf8', ends: true }]);
});

test('random bytes never throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const pieces = new ObjectReader().push(Buffer.concat([Buffer.from('{'), bytes]));
      expect(pieces.filter((piece) => !piece.ok).length).toBeLessThanOrEqual(1);
    }),
  );
});
