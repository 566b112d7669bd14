import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeEntry, encodeFrame } from './encode-frame.ts';
import type { Entry } from './entries.ts';
import { entryOfParts, partsOf } from './entry-parts.ts';
import { entry as entrySchema } from './entries.ts';
import { LineDecoder } from './line-decoder.ts';
import { limits } from './limits.ts';

function throughTheWire(line: string): unknown {
  const decoder = new LineDecoder({ maxLineBytes: limits.maxServerLineBytes });
  return decoder.push(new TextEncoder().encode(line));
}

const place = { in: 'everyone', seq: 4, id: 9, at: 1_750_000_000_000 };
const entries = [
  {
    type: 'message',
    ...place,
    from: 'aaaaaaaaaa',
    cid: 'abcdefghijklmnop',
    text: 'a"\\\n\u2028😀',
  },
  { type: 'joined', ...place, account: 'aaaaaaaaaa', name: 'Işıl "x"' },
  { type: 'left', ...place, account: 'aaaaaaaaaa', reason: 'lost' },
  { type: 'added', ...place, by: 'aaaaaaaaaa', account: 'bbbbbbbbbb' },
  { type: 'removed', ...place, by: 'aaaaaaaaaa', account: 'bbbbbbbbbb' },
  { type: 'renamed', ...place, by: 'aaaaaaaaaa', name: 'Işıl "x"' },
].map((value): Entry => entrySchema.parse(value));

describe('encodeFrame', () => {
  test('W1 a frame is one line of JSON', () => {
    expect(encodeFrame({ type: 'ok', rid: 1, name: 'a\nb' })).toBe(
      '{"type":"ok","rid":1,"name":"a\\nb"}\n',
    );
  });

  test('fields that are undefined are left out', () => {
    expect(encodeFrame({ type: 'fail', rid: null, field: undefined })).toBe(
      '{"type":"fail","rid":null}\n',
    );
  });

  test('W1 half a surrogate pair never leaves', () => {
    expect(encodeFrame({ a: ['x\ud83d', '😀', '\\ud83d'] })).toBe(
      '{"a":["x\ufffd","😀","\\\\ud83d"]}\n',
    );
  });
});

describe('encodeEntry', () => {
  test.each(entries)('a $type is written in the order of its schema', (entry) => {
    expect(encodeEntry(entry)).toBe(`${JSON.stringify(entry)}\n`);
  });

  test('an entry of a kind that the protocol does not have is written whole', () => {
    const polled = {
      type: 'polled',
      ...place,
      from: 'aaaaaaaaaa',
      cid: 'abcdefghijklmnop',
      choices: [{ text: 'Işıl "x"\n' }, { text: null }],
      until: 9,
    };
    const entry = polled as unknown as Entry;
    expect(encodeEntry(entry)).toBe(`${JSON.stringify(polled)}\n`);
    expect(entryOfParts(partsOf(entry), entry)).toEqual(polled);
    const half = { ...polled, choices: [{ text: 'x\ud83d' }] } as unknown as Entry;
    expect(encodeEntry(half)).toContain('"choices":[{"text":"x\ufffd"}]');
  });

  test('equal entries are equal bytes, whatever the order of their fields', () => {
    for (const entry of entries) {
      const turned = Object.fromEntries(Object.entries(entry).toReversed());
      expect(encodeEntry(entrySchema.parse(turned))).toBe(encodeEntry(entry));
    }
  });

  test('W1 whatever was written arrives as it was, half pairs replaced', () => {
    const text = fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)) });
    fc.assert(
      fc.property(text, (written) => {
        for (const entry of entries) {
          const sent = { ...entry, ...(entry.type === 'message' ? { text: written } : {}) };
          const read = entry.type === 'message' ? { text: written.toWellFormed() } : {};
          expect(throughTheWire(encodeEntry(sent))).toEqual([
            { ok: true, value: { ...entry, ...read } },
          ]);
        }
      }),
      { seed: 20_260_104 },
    );
  });
});
