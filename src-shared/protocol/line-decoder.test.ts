import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DecodedLine } from './line-decoder.ts';
import { LineDecoder } from './line-decoder.ts';
import { limits } from './limits.ts';

const encoder = new TextEncoder();

function decode(text: string, maxLineBytes: number = limits.maxLineBytes): DecodedLine[] {
  return new LineDecoder({ maxLineBytes }).push(encoder.encode(text));
}

function decodeHex(hex: string): DecodedLine[] {
  const bytes = Uint8Array.from(hex.split(' '), (byte) => Number.parseInt(byte, 16));
  return new LineDecoder({ maxLineBytes: limits.maxLineBytes }).push(bytes);
}

/** The same bytes, cut before each of the given places. */
function decodeCut(bytes: Uint8Array, cuts: readonly number[], maxLineBytes: number) {
  const decoder = new LineDecoder({ maxLineBytes });
  const places = [0, ...[...cuts].sort((a, b) => a - b), bytes.length];
  return places.flatMap((place, index) => decoder.push(bytes.slice(place, places[index + 1])));
}

const taken = (value: Record<string, unknown>): DecodedLine => ({ ok: true, value });
const refused = (code: Extract<DecodedLine, { ok: false }>['code']) => [{ ok: false, code }];
const nested = (depth: number) => `{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}\n`;

describe('lines', () => {
  test('W1 one JSON object per line, several in one piece', () => {
    expect(decode('{"a":1}\n{"b":"ş"}\n')).toEqual([taken({ a: 1 }), taken({ b: 'ş' })]);
  });

  test('W1 a line is complete with its line feed and not before', () => {
    const decoder = new LineDecoder({ maxLineBytes: 64 });
    expect(decoder.push(encoder.encode('{"a":1}'))).toEqual([]);
    expect(decoder.bufferedBytes).toBe(7);
    expect(decoder.push(encoder.encode('\n'))).toEqual([taken({ a: 1 })]);
    expect(decoder.bufferedBytes).toBe(0);
  });

  test('W1 a character cut in its middle is put together again', () => {
    const bytes = encoder.encode('{"text":"İ😀"}\n');
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      expect(decodeCut(bytes, [cut], 64)).toEqual([taken({ text: 'İ😀' })]);
    }
  });

  test('W1 a long line that comes byte by byte is put together again', () => {
    const text = 'Işık '.repeat(400);
    const bytes = encoder.encode(`${JSON.stringify({ text })}\n`);
    const everywhere = Array.from(bytes.keys());
    expect(decodeCut(bytes, everywhere, limits.maxLineBytes)).toEqual([taken({ text })]);
  });

  test('W1 a carriage return before the line feed is taken, empty lines are ignored', () => {
    expect(decode('\n\r\n{"a":1}\r\n\n')).toEqual([taken({ a: 1 })]);
  });

  test('a chunk that is changed after it was pushed changes nothing', () => {
    const decoder = new LineDecoder({ maxLineBytes: 64 });
    const chunk = encoder.encode('{"a":');
    decoder.push(chunk);
    chunk.fill(0x20);
    expect(decoder.push(encoder.encode('1}\n'))).toEqual([taken({ a: 1 })]);
  });
});

describe('size', () => {
  const line = '{"a":"1234"}';

  test('W1 a line of exactly the limit is taken, one byte more is refused', () => {
    expect(decode(`${line}\n`, line.length)).toHaveLength(1);
    expect(decode(`${line}\n`, line.length)[0]).toMatchObject({ ok: true });
    expect(decode(`${line}\n`, line.length - 1)).toEqual(refused('line-too-long'));
  });

  test('W1 the size counts bytes, not characters', () => {
    expect(decode('{"a":"şşşş"}\n', 12)).toEqual(refused('line-too-long'));
  });

  test('W1 a line over the limit is refused before its end has come', () => {
    expect(decode('x'.repeat(65), 64)).toEqual(refused('line-too-long'));
  });

  test('W1 a hundred megabytes without a line feed are not kept', () => {
    const decoder = new LineDecoder({ maxLineBytes: limits.maxLineBytes });
    const chunk = new Uint8Array(64 * 1024 - 1).fill(0x20);
    const lines: DecodedLine[] = [];
    for (let sent = 0; sent < 100 * 1024 * 1024; sent += chunk.length) {
      lines.push(...decoder.push(chunk));
      expect(decoder.bufferedBytes).toBeLessThanOrEqual(limits.maxLineBytes);
    }
    expect(lines).toEqual(refused('line-too-long'));
    expect(decoder.bufferedBytes).toBe(0);
  });

  test('W1 the limit is raised after sign-in', () => {
    const decoder = new LineDecoder({ maxLineBytes: 8 });
    expect(decoder.push(encoder.encode('{"a":1}\n'))).toHaveLength(1);
    decoder.maxLineBytes = 32;
    expect(decoder.push(encoder.encode(`${line}\n`))).toEqual([taken({ a: '1234' })]);
  });
});

describe('refused lines', () => {
  test.each([
    ['a byte that never stands in UTF-8', '7b 22 61 22 3a 22 ff 22 7d 0a'],
    ['a slash in two bytes', '7b 22 61 22 3a 22 c0 af 22 7d 0a'],
    ['a surrogate as three bytes', '7b 22 61 22 3a 22 ed a0 80 22 7d 0a'],
    ['a code point above U+10FFFF', '7b 22 61 22 3a 22 f4 90 80 80 22 7d 0a'],
    ['a character without its end', '7b 22 61 22 3a 22 e2 82 22 7d 0a'],
  ])('W1 UTF-8 is decoded strictly: %s', (_what, hex) => {
    expect(decodeHex(hex)).toEqual(refused('bad-utf8'));
  });

  test.each([
    '{"a":"\\ud83d"}',
    '{"a":["\\ude00\\ud83d"]}',
    '{"\\ud83d":1}',
    '{"a":{"b":"x\\uDC00"}}',
  ])('W1 lone surrogates are refused: %s', (line) => {
    expect(decode(`${line}\n`)).toEqual(refused('bad-utf8'));
  });

  test('W1 a whole pair of surrogates and an escaped backslash are fine', () => {
    expect(decode('{"a":"\\ud83d\\ude00","b":"\\\\ud83d"}\n')).toEqual([
      taken({ a: '😀', b: '\\ud83d' }),
    ]);
  });

  test.each([
    '{',
    '{"a":}',
    "{'a':1}",
    '{"a":1}{"b":2}',
    'hello',
    '{"a":NaN}',
    '\uFEFF{}',
    '{"a":"\t"}',
  ])('W1 what is not JSON is refused: %s', (line) => {
    expect(decode(`${line}\n`)).toEqual(refused('bad-json'));
  });

  test.each(['[]', '1', '"a"', 'null', 'true'])(
    'W1 what is not an object is refused: %s',
    (line) => {
      expect(decode(`${line}\n`)).toEqual(refused('not-an-object'));
    },
  );

  test('W1 nesting of sixteen is taken, of seventeen refused', () => {
    expect(decode(nested(limits.maxNesting))[0]).toMatchObject({ ok: true });
    const beside = `{"b":[],"a":${nested(limits.maxNesting - 1).trim()}}\n`;
    expect(decode(beside)[0]).toMatchObject({ ok: true });
    expect(decode(nested(limits.maxNesting + 1))).toEqual(refused('too-deep'));
  });

  test('W1 brackets in strings are not nesting', () => {
    const text = `${'['.repeat(40)}"\\${'{'.repeat(40)}`;
    expect(decode(`${JSON.stringify({ text })}\n`)).toEqual([taken({ text })]);
  });

  test('W1 many brackets side by side are not nesting', () => {
    const list = Array.from({ length: 50 }, () => ({}));
    expect(decode(`${JSON.stringify({ list })}\n`)).toEqual([taken({ list })]);
  });

  test('W1 nesting that the parser could not come back from is refused', () => {
    expect(decode('['.repeat(60_000) + '\n')).toEqual(refused('too-deep'));
  });

  test.each(['{"__proto__":{"admin":true},"a":1}', '{"\\u005f_proto__":{"admin":true},"a":1}'])(
    'W1 __proto__ is harmless: %s',
    (line) => {
      const [decoded] = decode(`${line}\n`);
      expect(decoded).toEqual(taken({ a: 1 }));
      if (!decoded?.ok) throw new Error('not taken');
      expect(Object.hasOwn(decoded.value, '__proto__')).toBe(false);
      expect(Object.assign({}, decoded.value)).not.toHaveProperty('admin');
      expect({}).not.toHaveProperty('admin');
    },
  );

  test('after a refusal whatever follows is ignored, what came before is not', () => {
    const decoder = new LineDecoder({ maxLineBytes: 64 });
    expect(decoder.push(encoder.encode('{"a":1}\nnope\n{"b":2}\n'))).toEqual([
      taken({ a: 1 }),
      ...refused('bad-json'),
    ]);
    expect(decoder.push(encoder.encode('{"c":3}\n'))).toEqual([]);
    expect(decoder.bufferedBytes).toBe(0);
  });
});

describe('fuzz', () => {
  const maxLineBytes = 200;
  const object = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ maxDepth: 3 }));
  const line = fc.oneof(
    object.map((value) => `${JSON.stringify(value)}\n`),
    fc.constantFrom('\n', '\r\n', '{}\r\n', nested(20), '"\\ud800"\n', '{"__proto__":[]}\n'),
    fc.string({ unit: 'binary' }),
  );
  const cutLines = fc
    .array(line, { maxLength: 8 })
    .map((lines) => encoder.encode(lines.join('')))
    .chain((bytes) => fc.tuple(fc.constant(bytes), fc.array(fc.nat(bytes.length))));

  test('W1 lines cut anywhere give what the uncut ones give', () => {
    fc.assert(
      fc.property(cutLines, ([bytes, cuts]) => {
        expect(decodeCut(bytes, cuts, maxLineBytes)).toEqual(decodeCut(bytes, [], maxLineBytes));
      }),
      { seed: 20_260_101, numRuns: 400 },
    );
  });

  test('W1 any bytes give objects and at most one refusal, as the last thing', () => {
    const bytes = fc.uint8Array({ maxLength: 600 });
    fc.assert(
      fc.property(bytes, fc.array(fc.nat(600)), (all, cuts) => {
        const lines = decodeCut(all, cuts, maxLineBytes);
        expect(lines.slice(0, -1).every(({ ok }) => ok)).toBe(true);
      }),
      { seed: 20_260_102, numRuns: 1000 },
    );
  });

  test('W1 every object that may be sent arrives as it was', () => {
    fc.assert(
      fc.property(object, (written) => {
        const json = JSON.stringify(written);
        fc.pre(!json.includes('__proto__'));
        expect(decode(`${json}\n`)).toEqual([{ ok: true, value: JSON.parse(json) }]);
      }),
      { seed: 20_260_103, numRuns: 400 },
    );
  });
});
