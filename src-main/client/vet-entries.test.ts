import { expect, it } from 'vitest';
import type { MessageEntry } from '../../src-shared/protocol/entries.ts';
import { everyone } from '../../src-shared/protocol/ids.ts';
import type { AccountId, Cid } from '../../src-shared/protocol/ids.ts';
import { maxTextUnits, vetEntry } from './vet-entries.ts';

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

it('takes no text from a room that is longer than any room takes', () => {
  expect(vetEntry(said('x'.repeat(maxTextUnits)), own)).toBeDefined();
  expect(vetEntry(said('x'.repeat(maxTextUnits + 1)), own)).toBeUndefined();
});
