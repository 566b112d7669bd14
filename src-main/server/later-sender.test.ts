import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { everyone } from '../../src-shared/protocol/ids.ts';
import type { AccountId, Cid } from '../../src-shared/protocol/ids.ts';
import type { EntryDraft } from '../../src-shared/protocol/entries.ts';
import type { LaterOfAccount, LaterStore } from '../room/ports.ts';
import { LaterSender } from './later-sender.ts';

const by = 'ali'.padEnd(10, '-') as AccountId;
const cidOf = (name: string) => name.padEnd(22, '-') as Cid;

test('what the log has not answered for is not handed in again, and holds up nothing that comes after it', async () => {
  const waiting: LaterOfAccount[] = [];
  const add = (name: string) =>
    waiting.push({ account: by, in: everyone, cid: cidOf(name), text: name, at: 1 });
  const handedIn: string[] = [];
  const later: Partial<LaterStore> = { due: () => Promise.resolve([...waiting]) };
  const sender = new LaterSender({
    later: later as LaterStore,
    say: ({ text }) => {
      handedIn.push(text);
      return { effects: [] };
    },
    carryOut: () => undefined,
    wallMs: () => 1,
    reportDefect: (error) => {
      throw error;
    },
  });
  const tick = async () => {
    sender.tick();
    await nextTurn();
  };
  add('first');
  await tick();
  add('second');
  await tick();
  await tick();
  expect(handedIn).toEqual(['first', 'second']);
  const draft = { type: 'message', from: by, cid: cidOf('first') } as EntryDraft;
  sender.written({ draft, reply: undefined, outcome: { is: 'refused', code: 'store-full' } });
  await tick();
  expect(handedIn).toEqual(['first', 'second', 'first']);
});
