import { expect, test } from 'vitest';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import { everyone, type AccountId, type Cid } from '../../src-shared/protocol/ids.ts';
import { digest, digestOf } from './claims.ts';
import type { Claim } from './claims.ts';
import { Judge, linesOfLog } from './judge.ts';
import type { RoomAtEnd } from './judge.ts';

const ali = 'ali0000000' as AccountId;
const said = (seq: number, text: string): Entry => ({
  type: 'message',
  in: everyone,
  seq,
  id: seq,
  at: 1000 + seq,
  from: ali,
  cid: `cid-${seq}` as Cid,
  text,
});
const pinning = (seq: number, is: boolean): Entry => ({
  type: is ? 'message-pinned' : 'message-unpinned',
  in: everyone,
  seq,
  id: seq,
  at: seq,
  by: ali,
  target: 1,
});
const log = [said(1, 'one'), said(2, 'two')];
const shown = digest(linesOfLog(log).join('\n'));

const kept = (seq: number, text: string): Claim => ({
  by: 'ali',
  is: 'kept',
  cid: `cid-${seq}` as Cid,
  in: everyone,
  what: `send-message  ${text}`,
});
const saw = (...entries: Entry[]): Claim => ({
  by: 'ali',
  is: 'saw',
  in: everyone,
  entries: entries.map((entry) => [entry.seq, digestOf(entry)]),
  ages: [],
});
const copied = (lastSeq: number, hundreds: number[]): Claim => ({
  by: 'ali',
  is: 'copy',
  in: everyone,
  firstSeq: 1,
  lastSeq,
  hundreds,
});

const roomOf = (entries: readonly Entry[]): RoomAtEnd => ({
  entries: new Map([[everyone, entries]]),
  members: new Map(),
  later: new Map(),
  hasFile: async () => false,
});

async function judge(claims: readonly Claim[], entries: readonly Entry[] = log) {
  const all = new Judge();
  all.take({ by: 'ali', is: 'entered', account: ali });
  for (const claim of claims) all.take(claim);
  await all.close(roomOf(entries));
  return all.violations;
}

test('what was kept, acknowledged, shown and copied as the log has it is no violation', async () => {
  const answered: Claim = { by: 'ali', is: 'acknowledged', cid: 'cid-1' as Cid };
  const [one, two] = log as [Entry, Entry];
  const claims = [kept(1, 'one'), kept(2, 'two'), answered, saw(one), saw(two), copied(2, [shown])];
  expect(await judge(claims)).toEqual([]);
});

test('what was kept is missed, and what is there twice is found', async () => {
  expect(await judge([kept(3, 'three')])).toEqual([expect.stringContaining('is there 0 times')]);
  expect(await judge([], [said(1, 'one'), said(2, 'one')])).toEqual([
    expect.stringContaining('is there 2 times'),
  ]);
});

test('what was shown again, otherwise, or is not in the log is found', async () => {
  const [one, two] = log as [Entry, Entry];
  expect(await judge([saw(two), saw(one)])).toEqual([expect.stringContaining('out of order')]);
  expect(await judge([saw(said(1, 'won'))])).toEqual([expect.stringContaining('something else')]);
  expect(await judge([saw(said(3, 'three'))])).toEqual([expect.stringContaining('not in the log')]);
});

test('a copy that ends before the log, or shows something else, is found', async () => {
  const first = digest(linesOfLog(log.slice(0, 1)).join('\n'));
  expect(await judge([copied(1, [first])])).toEqual([expect.stringContaining('ends at 1')]);
  expect(await judge([copied(2, [shown + 1])])).toEqual([expect.stringContaining('from 1 to 100')]);
});

test('what was sent later may have come after a copy was told, and nothing else may', async () => {
  const later = { by: 'ali', is: 'later', cid: 'cid-3' as Cid, in: everyone } as const;
  const changes: Claim[] = [
    { ...later, text: 'three', at: 1000 },
    { ...later, is: 'later-answered', text: 'three', how: 'taken', at: 900 },
  ];
  const longer = [...log, said(3, 'three')];
  const shownAll = digest(linesOfLog(longer).join('\n'));
  for (const copy of [copied(2, [shown]), copied(3, [shownAll])])
    expect(await judge([...changes, copy], longer)).toEqual([]);
  expect(await judge([...changes, copied(1, [])], longer)).toEqual([
    expect.stringContaining('ends at 1'),
  ]);
  expect(await judge([copied(2, [shown])], longer)).toEqual([expect.stringContaining('ends at 2')]);
});

test('what changes a message is folded as everybody sees it', () => {
  const change = (seq: number, fields: object): Entry =>
    ({ in: everyone, seq, id: seq, at: 0, by: ali, ...fields }) as Entry;
  const changed = [
    ...log,
    change(3, { type: 'message-edited', target: 1, text: 'eins' }),
    change(4, { type: 'reaction-added', target: 1, emoji: '👍' }),
    change(5, { type: 'message-deleted', target: 2 }),
    change(6, { type: 'message-pinned', target: 1 }),
    { ...said(7, 'three'), reply: 1 } as Entry,
  ];
  expect(linesOfLog(changed)).toEqual([
    `1 ${ali} eins 👍1 pinned`,
    `2 ${ali} deleted`,
    '',
    '',
    '',
    '',
    `7 ${ali} three re 1`,
  ]);
});

const expiring = (seq: number, target: number): Entry =>
  ({ type: 'expired', in: everyone, seq, id: seq, at: 0, by: '', target }) as Entry;

test('what was let go is missed nowhere, and what stands above it is', async () => {
  const [one, two] = log as [Entry, Entry];
  const left = [two, expiring(3, 1)];
  const lines = digest(linesOfLog(left).slice(0, 1).join(''));
  const copy = { ...copied(3, [lines]), firstSeq: 2 } as Claim;
  const tried = (text: string): Claim => ({
    by: 'ali',
    is: 'tried',
    in: everyone,
    what: `send-message  ${text}`,
  });
  const claims = [tried('one'), kept(1, 'one'), saw(one), kept(2, 'two'), saw(two), copy];
  expect(await judge(claims, left)).toEqual([]);
  expect(await judge([saw(two), tried('three'), kept(3, 'three')], left)).toEqual([
    expect.stringContaining('is there 0 times'),
  ]);
});

test.each([
  ['a copy that keeps what is gone', [{ ...copied(3, []), firstSeq: 1 }], 1],
  ['a copy that lets go what is there', [{ ...copied(3, []), firstSeq: 3 }], 1],
  ['a member that was told of more', [{ by: 'ali', is: 'let-go', in: everyone, firstSeq: 3 }], 1],
  ['a member that was told of it', [{ by: 'ali', is: 'let-go', in: everyone, firstSeq: 2 }], 0],
] as [string, Claim[], number][])('of what was let go: %s', async (_what, claims, violations) => {
  expect(await judge(claims, [said(2, 'two'), expiring(3, 1)])).toHaveLength(violations);
});

test('a room that lets go more than it says, than its rule, or nothing is found', async () => {
  expect(await judge([], [said(3, 'three'), expiring(4, 1)])).toEqual([
    expect.stringContaining('begins at 3'),
  ]);
  const ruled = async (entries: readonly Entry[]) => {
    const all = new Judge();
    all.takeRule(2);
    await all.close(roomOf(entries));
    return all.violations;
  };
  expect(await ruled([said(2, 'two'), expiring(3, 1)])).toEqual([]);
  expect(await ruled([expiring(3, 2)])).toEqual([expect.stringContaining('1 numbers are left')]);
  const many = ['a', 'b', 'c', 'd', 'e'].map((text, place) => said(place + 1, text));
  expect(await ruled(many)).toEqual([expect.stringContaining('5 numbers are left')]);
});

test.each([
  ['of a log as it was', [said(1, 'one')], 0],
  ['without what was acknowledged', [], 1],
  ['with something else', [said(1, 'one'), { ...said(2, 'two'), id: 3 }], 1],
])('a backup %s', async (_what, entries, violations) => {
  const all = new Judge();
  all.take(kept(1, 'one'));
  all.take({ by: 'ali', is: 'acknowledged', cid: 'cid-1' as Cid });
  await all.takeBackup(all.acknowledged(), roomOf(entries));
  all.take(kept(2, 'two'));
  await all.close(roomOf(log));
  expect(all.violations).toHaveLength(violations);
});

test('a reaction to what its writer has deleted need not be there, though no entry says so any more; one to anything else must', async () => {
  const keptOf = (cid: string, what: string, target: object): Claim[] => [
    { by: 'ali', is: 'kept', cid: cid as Cid, in: everyone, what, ...target },
    { by: 'ali', is: 'acknowledged', cid: cid as Cid },
  ];
  const left = [said(4, 'four'), said(5, 'five'), expiring(6, 3)];
  const claims = [
    saw(said(1, 'one')),
    ...keptOf('cid-3', 'delete-message 1 ', { deletes: 1 }),
    saw(...left),
    ...[1, 2].flatMap((mark) =>
      ['a', 'b'].flatMap((cid) =>
        keptOf(`cid-${cid}-${mark}`, `add-reaction ${mark} ${cid}`, { mark }),
      ),
    ),
  ];
  const tried = claims.flatMap((claim): Claim[] =>
    claim.is === 'kept'
      ? [{ by: 'ali', is: 'tried', in: everyone, what: claim.what }, claim]
      : [claim],
  );
  const found = await judge(tried, left);
  expect(found).toHaveLength(2);
  for (const one of found) expect(one).toMatch(/cid-[ab]-2/);
});

type PinCase = { type: string; above: number; pins: [seq: number, is: boolean][]; found: number };
test.each<[what: string, PinCase]>([
  ['a pin that nobody has set', { type: 'pin-message', above: 0, pins: [], found: 1 }],
  ['a pin that was there', { type: 'pin-message', above: 4, pins: [[3, true]], found: 0 }],
  ['a pin that came meanwhile', { type: 'pin-message', above: 2, pins: [[3, true]], found: 0 }],
  [
    'a pin that had gone',
    {
      type: 'pin-message',
      above: 4,
      pins: [
        [3, true],
        [4, false],
      ],
      found: 1,
    },
  ],
  ['taking down what stays', { type: 'unpin-message', above: 3, pins: [[3, true]], found: 1 }],
  [
    'taking down what goes',
    {
      type: 'unpin-message',
      above: 3,
      pins: [
        [3, true],
        [4, false],
      ],
      found: 0,
    },
  ],
  ['taking down what never was', { type: 'unpin-message', above: 0, pins: [], found: 0 }],
])(
  'acknowledged without an entry, %s is judged by what was so',
  async (_what, { type, above, pins, found }) => {
    const entries = [...log, ...pins.map(([seq, is]) => pinning(seq, is))];
    const what = `${type} 1 `;
    const cid = 'cid-pin' as Cid;
    const seen = entries.filter(({ seq }) => seq <= above);
    const claims: Claim[] = [
      saw(...seen),
      { by: 'ali', is: 'tried', in: everyone, what },
      { by: 'ali', is: 'kept', in: everyone, cid, what, mark: 1 },
      { by: 'ali', is: 'acknowledged', cid },
    ];
    expect(await judge(claims, entries)).toHaveLength(found);
  },
);

test('a file that was fetched and is not whole is found, and one that is there and could not be fetched', async () => {
  const place = { by: 'ali', in: everyone, seq: 1 } as const;
  const refused: Claim = { ...place, is: 'not-fetched', code: 'no-such-file' };
  expect(await judge([{ ...place, is: 'fetched', isWhole: true }])).toEqual([]);
  expect(await judge([{ ...place, is: 'fetched', isWhole: false }])).toEqual([
    expect.stringContaining('is not whole'),
  ]);
  expect(await judge([refused])).toEqual([expect.stringContaining('could not fetch')]);
  const deleted = { type: 'message-deleted', in: everyone, seq: 3, id: 3, at: 0, by: ali };
  expect(await judge([refused], [...log, { ...deleted, target: 1 } as Entry])).toEqual([]);
  expect(await judge([refused], [said(2, 'two'), expiring(3, 1)])).toEqual([]);
});

test('what is to be sent later and what people say of themselves is judged with all else', async () => {
  const cid = 'later-1' as Cid;
  const later: Claim = { by: 'ali', is: 'later', cid, in: everyone, text: 'three', at: 1 };
  const answered = { by: 'ali', is: 'later-answered', cid, text: 'three', at: 0 } as const;
  const taken: Claim = { ...answered, how: 'taken' };
  expect(await judge([later, taken])).toEqual([expect.stringContaining('was not sent')]);
  // It was before the first that is left.
  expect(await judge([later, taken], [said(2, 'two'), expiring(3, 1)])).toEqual([]);
  const knew = (statuses: number): Claim => ({ by: 'ali', is: 'knew', statuses });
  expect(await judge([knew(1), knew(2)])).toEqual([expect.stringContaining('other statuses')]);
});
