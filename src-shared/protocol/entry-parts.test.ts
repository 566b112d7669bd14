import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeListed } from './encode-frame.ts';
import type { Entry } from './entries.ts';
import { entryOfParts, listedJson, partsOf, wholeEntries } from './entry-parts.ts';
import type { ListedEntry } from './entry-parts.ts';
import { entry as entrySchema } from './entries.ts';
import { LineDecoder } from './line-decoder.ts';
import { limits } from './limits.ts';
import { parseServerFrame } from './parse-server-frame.ts';

const place = { in: 'everyone', seq: 4, id: 9, at: 1_750_000_000_000 };
const message = {
  type: 'message',
  ...place,
  from: 'aaaaaaaaaa',
  cid: 'abcdefghijklmnop',
  text: 'a"\\\n\u2028😀',
};
const change = { ...place, by: 'aaaaaaaaaa', cid: 'abcdefghijklmnop', target: 2 };
const entries = [
  message,
  { ...message, reply: 3 },
  { type: 'message-deleted', ...change },
  { type: 'reaction-added', ...change, emoji: '👍' },
  { type: 'joined', ...place, account: 'aaaaaaaaaa', name: 'Işıl "x"' },
  { type: 'left', ...place, account: 'aaaaaaaaaa', reason: 'lost' },
  { type: 'added', ...place, by: 'aaaaaaaaaa', account: 'bbbbbbbbbb' },
  { type: 'removed', ...place, by: 'aaaaaaaaaa', account: 'bbbbbbbbbb' },
  { type: 'renamed', ...place, by: 'aaaaaaaaaa', name: 'Işıl "x"' },
].map((value): Entry => entrySchema.parse(value));

const listed = (entry: Entry): ListedEntry => ({ parts: partsOf(entry), place: entry });

function jsonOf(list: readonly Entry[]): string[] {
  return list.map((entry, at) => {
    const before = list[at - 1];
    return listedJson(listed(entry), before && listed(before), 'everybody');
  });
}

/** As a member reads it. */
function throughTheWire(list: readonly Entry[]): unknown {
  const decoder = new LineDecoder({ maxLineBytes: limits.maxServerLineBytes });
  const [line] = decoder.push(new TextEncoder().encode(encodeListed(jsonOf(list))));
  if (!line?.ok) throw new Error(line?.code);
  const parsed = parseServerFrame(line.value);
  return parsed?.ok && parsed.frame.type === 'entries' ? parsed.frame.entries : parsed;
}

describe('the first of a list', () => {
  test.each(entries)('is whole: a $type, in the order of its schema', (entry) => {
    expect(jsonOf([entry])).toEqual([JSON.stringify(entry)]);
  });

  test('is whole, of a kind that the protocol does not have too', () => {
    const polled = {
      type: 'polled',
      ...place,
      from: 'aaaaaaaaaa',
      cid: 'abcdefghijklmnop',
      choices: [{ text: 'Işıl "x"\n' }, { text: null }],
      until: 9,
    };
    const entry = polled as unknown as Entry;
    expect(jsonOf([entry])).toEqual([JSON.stringify(polled)]);
    expect(entryOfParts(partsOf(entry), entry)).toEqual(polled);
    const half = { ...polled, choices: [{ text: 'x\ud83d' }] } as unknown as Entry;
    expect(jsonOf([half])[0]).toContain('"choices":[{"text":"x\ufffd"}]');
  });

  test('equal entries are equal bytes, whatever the order of their fields', () => {
    for (const entry of entries) {
      const turned = Object.fromEntries(Object.entries(entry).toReversed());
      expect(jsonOf([entrySchema.parse(turned)])).toEqual(jsonOf([entry]));
    }
  });
});

describe('what follows in a list', () => {
  const next = (more: object): Entry =>
    entrySchema.parse({ ...message, seq: 5, id: 10, cid: 'qrstuvwxyzabcdef', text: 'b', ...more });
  const first = entrySchema.parse(message);

  test.each([
    ['the next of the same member', {}, ''],
    ['another member', { from: 'bbbbbbbbbb' }, '"from":"bbbbbbbbbb",'],
    ['a moment later', { at: place.at + 1 }, `"at":${place.at + 1},`],
    ['after a hole in the log', { id: 12 }, '"id":12,'],
    ['after a hole in the conversation', { seq: 7, id: 12 }, '"seq":7,"id":12,'],
    ['elsewhere', { in: 'group:8sd0Zq1-mT_4wXyB' }, '"in":"group:8sd0Zq1-mT_4wXyB",'],
  ])('has only what is new: %s', (_name, more, fields) => {
    const [, json] = jsonOf([first, next(more)]);
    expect(json).toBe(`{${fields}"cid":"qrstuvwxyzabcdef","text":"b"}`);
    expect(throughTheWire([first, next(more)])).toEqual([first, next(more)]);
  });

  test('of another type names whose it is, in a field of its own', () => {
    const left = entrySchema.parse({
      type: 'left',
      ...place,
      seq: 5,
      id: 10,
      account: 'aaaaaaaaaa',
      reason: 'left',
    });
    const [, json] = jsonOf([first, left]);
    expect(json).toBe('{"type":"left","account":"aaaaaaaaaa","reason":"left"}');
    const more = entrySchema.parse({ ...left, seq: 6, id: 11 });
    expect(jsonOf([left, more])[1]).toBe('{"reason":"left"}');
    expect(throughTheWire([first, left, more])).toEqual([first, left, more]);
  });

  test('a reply, a target and a cid are never those of the entry before', () => {
    const reply = entrySchema.parse({ ...message, reply: 3 });
    expect(throughTheWire([reply, next({})])).toEqual([reply, next({})]);
  });

  test('what is no list of entries stays for whoever checks it', () => {
    expect(wholeEntries([1, null, { a: 1 }, 'x', { seq: 'one' }])).toMatchObject([
      1,
      null,
      { a: 1 },
      'x',
      { seq: 'one' },
    ]);
    for (const wrong of [[1], [{ text: 'x' }], [message, { seq: 'x' }], [message, null]])
      expect(parseServerFrame({ type: 'entries', entries: wrong })).toMatchObject({ ok: false });
  });
});

test('W1 W18 whatever is listed arrives as it was, half pairs replaced', () => {
  const text = fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)) });
  const person = fc.constantFrom('aaaaaaaaaa', 'bbbbbbbbbb');
  const one = fc.record({
    of: fc.nat(entries.length - 1),
    who: person,
    holes: fc.constantFrom(0, 0, 0, 3),
    later: fc.constantFrom(0, 0, 5),
    text,
  });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 12 }), (chosen) => {
      let [seq, id, at] = [7, 20, place.at];
      const list = chosen.map(({ of, who, holes, later, text: written }) => {
        seq += 1 + holes;
        id += 1 + 2 * holes;
        at += later;
        const entry: Record<string, unknown> = { ...entries[of], seq, id, at };
        for (const field of ['from', 'by']) if (field in entry) entry[field] = who;
        if (entry['type'] === 'message') entry['text'] = written;
        return entry as Entry;
      });
      const read = list.map((entry) =>
        entry.type === 'message' ? { ...entry, text: entry.text.toWellFormed() } : entry,
      );
      expect(throughTheWire(list)).toEqual(read);
    }),
    { seed: 20_260_104 },
  );
});
