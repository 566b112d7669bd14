import { expect, it } from 'vitest';
import type { Entry } from '../../../src-shared/protocol/entries.ts';
import { everyone, hostAccount } from '../../../src-shared/protocol/ids.ts';
import type { AccountId, RoomId } from '../../../src-shared/protocol/ids.ts';
import { SaidMemory } from './said-memory.ts';

const room = 'room000000000000' as RoomId;
const ali = 'ali0000000000000' as AccountId;

const place = (seq: number) => ({ in: everyone, seq, id: seq, at: seq });
const said = (seq: number, text = `text ${seq}`): Entry => ({
  type: 'message',
  ...place(seq),
  from: ali,
  text,
});
const reaction = (seq: number, target: number): Entry => ({
  type: 'reaction-added',
  ...place(seq),
  by: ali,
  target,
  emoji: '👍',
});

function quotes(memory: SaidMemory, entries: readonly Entry[], where = room) {
  const told = {
    conversation: everyone,
    entries,
    bytes: new Uint8Array(),
    urgency: 'now',
  } as const;
  return [...memory.meantIn(where, told).values()].map(({ quote }) => quote);
}

it('remembers so many messages, of each room its own', () => {
  const memory = new SaidMemory();
  quotes(
    memory,
    Array.from({ length: 1001 }, (_, at) => said(at + 1)),
  );
  expect(quotes(memory, [reaction(2000, 1)])).toEqual([]);
  expect(quotes(memory, [reaction(2001, 2)])).toEqual(['text 2']);
  expect(quotes(memory, [reaction(2002, 2)], 'other00000000000' as RoomId)).toEqual([]);
});

it('knows each as it read before what is told, and nothing of what the room keeps no more', () => {
  const memory = new SaidMemory();
  const edit: Entry = { type: 'message-edited', ...place(3), by: ali, target: 1, text: 'new' };
  expect(quotes(memory, [said(1, 'old'), said(2), edit, reaction(4, 1)])).toEqual(['old', 'new']);
  quotes(memory, [{ type: 'expired', ...place(5), by: hostAccount, target: 1 }]);
  expect(quotes(memory, [reaction(6, 1), reaction(7, 2)])).toEqual(['text 2']);
  const gone: Entry = { type: 'message-deleted', ...place(8), by: ali, target: 2 };
  expect(quotes(memory, [gone, reaction(9, 2)])).toEqual(['text 2']);
});
