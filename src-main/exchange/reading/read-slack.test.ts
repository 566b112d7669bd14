import { readFileSync, writeFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fileWith, readAll, wrongWith, zipWith } from './testing/read-all.ts';

const users = [
  { id: 'U1', name: 'ayse', profile: { display_name: 'Ayşe', real_name: 'Ayşe Y.' } },
  { id: 'U2', name: 'bora', real_name: 'Bora', profile: { display_name: '' } },
];
const base = {
  'users.json': JSON.stringify(users),
  'channels.json': JSON.stringify([{ id: 'C1', name: 'general' }]),
};
const say = (ts: string, [user, text]: readonly [string, string], more: object = {}) => ({
  type: 'message',
  ts,
  user,
  text,
  ...more,
});

test('a workspace: people, threads, reactions, mentions, links, files', async () => {
  const path = await zipWith('team.zip', {
    ...base,
    'general/2020-01-03.json': JSON.stringify([say('1578009600.000100', ['U2', 'next day'])]),
    'general/2020-01-02.json': JSON.stringify([
      {
        type: 'message',
        subtype: 'channel_join',
        ts: '1577923100.000100',
        user: 'U1',
        text: 'joined',
      },
      say(
        '1577923200.000100',
        ['U1', 'hi <@U2> see <https://oda.example|here> &amp; <#C1|general>'],
        {
          reactions: [
            { name: '+1', count: 2, users: ['U1', 'U2'] },
            { name: 'own_one', count: 1, users: [] },
          ],
          thread_ts: '1577923200.000100',
        },
      ),
      say('1577923300.000100', ['U2', 'sure <!here> <https://oda.example>'], {
        thread_ts: '1577923200.000100',
        files: [{ name: 'plan.pdf' }],
      }),
    ]),
  });
  const { source, chats } = await readAll(path);
  expect(source).toBe('slack');
  expect(chats).toEqual([
    {
      name: 'general',
      isClosed: false,
      messages: [
        {
          id: '1577923200.000100',
          author: 'Ayşe',
          at: 1_577_923_200_000,
          text: 'hi @Bora see here (https://oda.example) & #general',
          reply: undefined,
          reactions: [{ emoji: '👍', count: 2 }],
        },
        {
          id: '1577923300.000100',
          author: 'Bora',
          at: 1_577_923_300_000,
          text: 'sure @here https://oda.example\n📎 plan.pdf',
          reply: '1577923200.000100',
          reactions: undefined,
        },
        expect.objectContaining({ text: 'next day' }) as object,
      ],
    },
  ]);
});

test('what is wrong with an archive is said with the file and the place', async () => {
  const broken = await zipWith('a.zip', {
    ...base,
    'general/2020-01-02.json': '[{"type":"message"',
  });
  expect(await wrongWith(broken)).toMatch(/^import-broken a\.zip: general\/2020-01-02\.json: \d+$/);
  const odd = await zipWith('b.zip', {
    ...base,
    'general/2020-01-02.json': '[{"type":"message","ts":"x"}]',
  });
  expect(await wrongWith(odd)).toMatch(/^import-broken b\.zip: general\/2020-01-02\.json: \{/);
  const other = await zipWith('c.zip', { 'a.bin': 'x' });
  expect(await wrongWith(other)).toBe('import-unknown c.zip');
  const link = await zipWith('d.zip', base, { mode: 0o120777 });
  expect(await wrongWith(link)).toMatch(/^import-broken d\.zip: /);
  const bomb = await zipWith('e.zip', {
    ...base,
    'general/2020-01-02.json': Buffer.alloc(16 * 1024 ** 2, 0x20),
  });
  expect(await wrongWith(bomb)).toBe('import-too-large e.zip: general/2020-01-02.json');
});

/** The archive with every place where one name stands in it holding another one of the same length. */
function renamed(path: string, name: string, other: string): string {
  const bytes = readFileSync(path);
  for (let at = bytes.indexOf(name); at !== -1; at = bytes.indexOf(name, at + 1))
    bytes.write(other, at);
  writeFileSync(path, bytes);
  return path;
}

test('an archive that leads out of itself, or has a password, is refused', async () => {
  const out = renamed(
    await zipWith('a.zip', { ...base, 'aaa/etc.json': '[]' }),
    'aaa/etc.json',
    '../../e.json',
  );
  expect(await wrongWith(out)).toContain('../../e.json');
  const path = await zipWith('b.zip', base);
  const bytes = readFileSync(path);
  // The flags of each entry, in both places where they stand.
  for (const [mark, offset] of [
    ['PK\u0003\u0004', 6],
    ['PK\u0001\u0002', 8],
  ] as const)
    for (let at = bytes.indexOf(mark); at !== -1; at = bytes.indexOf(mark, at + 1))
      bytes.writeUInt16LE(bytes.readUInt16LE(at + offset) | 1, at + offset);
  writeFileSync(path, bytes);
  expect(await wrongWith(path)).toMatch(/^import-encrypted b\.zip: /);
});

test('an archive with any bytes wrong is read or refused, and nothing else', async () => {
  const path = await zipWith('a.zip', {
    ...base,
    'general/2020-01-02.json': JSON.stringify([say('1.1', ['U1', 'x'])]),
  });
  const bytes = readFileSync(path);
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(255), async (at, value) => {
      const changed = Buffer.from(bytes);
      changed[at] = value;
      const own = fileWith('a.zip', changed);
      await wrongWith(own);
    }),
    { numRuns: 200 },
  );
});

test('more channels than anybody has are refused', async () => {
  const channels = Array.from({ length: 1001 }, (_, place) => ({ name: `c${place}` }));
  const path = await zipWith('m.zip', { ...base, 'channels.json': JSON.stringify(channels) });
  expect(await wrongWith(path)).toBe('import-too-large m.zip: channels.json');
});
