import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonValues } from './json-values.ts';
import { openExport } from './open-export.ts';
import { allOf, fileWith, readAll, wrongWith } from './testing/read-all.ts';

async function* pieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

test('any document is read the same in pieces of any size', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), fc.nat(6), fc.nat(2), async (value, size, deep) => {
      const text = JSON.stringify(value, undefined, size % 3);
      const takes = (path: readonly string[]) => path.length >= deep;
      const found = await allOf(jsonValues(pieces(text, size + 1), 'x', takes));
      if (deep === 0) expect(found).toEqual([{ path: [], value: JSON.parse(text) as unknown }]);
      const again = await allOf(jsonValues(pieces(text, 1e6), 'x', takes));
      expect(found).toEqual(again);
    }),
  );
});

test('what is no JSON is refused where it ends or breaks', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), fc.nat(40), async (value, cut) => {
      const text = JSON.stringify({ value, more: [1] }).slice(0, -1 - cut);
      const read = allOf(jsonValues(pieces(text, 7), 'x', (path) => path.length === 1));
      await expect(read).rejects.toMatchObject({ refusal: { code: 'import-broken' } });
    }),
  );
});

const discord = {
  guild: { id: '1', name: 'Guild' },
  channel: { id: '2', type: 'GuildTextChat', name: 'genel' },
  messages: [
    {
      id: '10',
      type: 'GuildMemberJoin',
      timestamp: '2020-01-02T03:04:05.678+00:00',
      content: 'x',
      author: { name: 'a' },
    },
    {
      id: '11',
      type: 'Default',
      timestamp: '2020-01-02T03:04:05.678+03:00',
      content: 'hi',
      author: { id: '7', name: 'ayse', nickname: 'Ayşe' },
      attachments: [{ id: '1', fileName: 'cat.png' }],
      reactions: [{ emoji: { name: '👍' }, count: 3 }],
    },
    {
      id: '12',
      type: 'Reply',
      timestamp: '2020-01-02T03:05:05+03:00',
      content: 'yes',
      author: { name: 'bora', nickname: null },
      reference: { messageId: '11' },
    },
  ],
};

test('a channel of Discord', async () => {
  const path = fileWith('c.json', JSON.stringify(discord, undefined, 2));
  expect(await readAll(path)).toEqual({
    source: 'discord',
    chats: [
      {
        name: 'genel',
        isClosed: false,
        messages: [
          {
            id: '11',
            author: 'Ayşe',
            at: Date.parse('2020-01-02T00:04:05.678Z'),
            text: 'hi\n📎 cat.png',
            reply: undefined,
            reactions: [{ emoji: '👍', count: 3 }],
          },
          {
            id: '12',
            author: 'bora',
            at: Date.parse('2020-01-02T00:05:05Z'),
            text: 'yes',
            reply: '11',
            reactions: undefined,
          },
        ],
      },
    ],
  });
  expect(await wrongWith(fileWith('x.json', '{"a":1}'))).toBe('import-unknown x.json');
  const odd = JSON.stringify({ ...discord, messages: [{ id: 1 }] });
  expect(await wrongWith(fileWith('y.json', odd))).toBe('import-broken y.json: {"id":1}');
});

test('an export of a later version is not misread', async () => {
  const later = '{"format":"oda-export","version":2,"rooms":[]}';
  expect(await wrongWith(fileWith('z.json', later))).toBe('import-unknown z.json: version 2');
});

const odaWith = (count: number): string => {
  const entry = {
    seq: 1,
    at: '2020-01-02T03:04:05Z',
    type: 'message',
    from: { id: 'a', name: 'A' },
  };
  const conversations = Array.from({ length: count }, (_, place) => ({
    name: `c${place}`,
    entries: [{ ...entry, text: `in ${place}` }],
  }));
  return JSON.stringify({ format: 'oda-export', version: 1, rooms: [{ conversations }] });
};

test('all conversations are read in one pass as they are one by one', async () => {
  const path = fileWith('o.json', odaWith(3));
  const { chats } = await readAll(path);
  expect(chats.map(({ messages }) => messages.map(({ text }) => text))).toEqual([
    ['in 0'],
    ['in 1'],
    ['in 2'],
  ]);
  const read = await openExport(path, 'o.json', new AbortController().signal);
  const all = await allOf(read.all());
  expect(all.map(({ place, message: { text } }) => `${place}: ${text}`)).toEqual([
    '0: in 0',
    '1: in 1',
    '2: in 2',
  ]);
});

test('more conversations than anybody has are refused', async () => {
  expect(await wrongWith(fileWith('m.json', odaWith(1001)))).toBe('import-too-large m.json: c1000');
});

test('what is read breaks off with its signal', async () => {
  const stop = new AbortController();
  const read = await openExport(fileWith('s.json', odaWith(2)), 's.json', stop.signal);
  stop.abort(new Error('stopped'));
  await expect(allOf(read.all())).rejects.toThrow('stopped');
});
