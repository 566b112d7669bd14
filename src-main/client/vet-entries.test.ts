import { expect, it } from 'vitest';
import type { MessageEntry } from '../../src-shared/protocol/entries.ts';
import { everyone, groupConversation } from '../../src-shared/protocol/ids.ts';
import type { AccountId, Cid } from '../../src-shared/protocol/ids.ts';
import { maxTextUnits, vetEntry, vetPage } from './vet-entries.ts';

const own = 'ali0000000' as AccountId;
const said = (text: string): MessageEntry => ({
  type: 'message',
  in: everyone,
  seq: 1,
  id: 1,
  at: 1,
  from: own,
  cid: 'c'.repeat(22) as Cid,
  text,
});

it('takes no entry whose number is beyond its position in the log', () => {
  expect(vetEntry({ ...said('x'), seq: 7, id: 7 }, own)).toBeDefined();
  expect(vetEntry({ ...said('x'), seq: 8, id: 7 }, own)).toBeUndefined();
});

it('a group’s new name that no group could have is its id', () => {
  const group = groupConversation('group-group-gr-1');
  const renamed = { type: 'renamed', in: group, seq: 1, id: 1, at: 1, by: own } as const;
  expect(vetEntry({ ...renamed, name: 'Kat 2' }, own)).toMatchObject({ name: 'Kat 2' });
  expect(vetEntry({ ...renamed, name: 'a\u202eb' }, own)).toMatchObject({
    name: 'group-group-gr-1',
  });
  expect(vetEntry({ ...renamed, in: everyone, name: 'Kat 2' }, own)).toBeUndefined();
});

it('takes no text from a room that is longer than any room takes', () => {
  expect(vetEntry(said('x'.repeat(maxTextUnits)), own)).toBeDefined();
  expect(vetEntry(said('x'.repeat(maxTextUnits + 1)), own)).toBeUndefined();
});

it('W7 takes a page that begins and ends where it was asked for, and no empty one', () => {
  const entries = [3, 4, 5].map((n) => ({ ...said(`${n}`), seq: n, id: n }));
  const page = { in: everyone, entries, own };
  expect(vetPage({ ...page, after: 2 })).toEqual(entries);
  expect(vetPage({ ...page, before: 6 })).toEqual(entries);
  for (const after of [1, 3]) expect(vetPage({ ...page, after })).toBeUndefined();
  for (const before of [5, 7]) expect(vetPage({ ...page, before })).toBeUndefined();
  expect(vetPage({ ...page, entries: [] })).toBeUndefined();
  // Positions of the log rise with the numbers.
  const twice = entries.map((entry) => ({ ...entry, id: 5 }));
  expect(vetPage({ ...page, entries: twice })).toBeUndefined();
});

it('people come to and go from the room, and nowhere else', () => {
  const came = { type: 'joined', in: everyone, seq: 1, id: 1, at: 1, account: own } as const;
  const joined = { ...came, name: 'ali' };
  const left = { ...came, type: 'left', reason: 'left' } as const;
  const cooks = groupConversation('cooks00000000000');
  for (const entry of [joined, left]) {
    expect(vetEntry(entry, own)).toEqual(entry);
    expect(vetEntry({ ...entry, in: cooks }, own)).toBeUndefined();
  }
});
