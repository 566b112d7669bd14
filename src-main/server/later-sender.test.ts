import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { everyone } from '../../src-shared/protocol/ids.ts';
import type { AccountId, Cid } from '../../src-shared/protocol/ids.ts';
import type { EntryDraft } from '../../src-shared/protocol/entries.ts';
import type { AppendOutcome, LaterOfAccount, LaterStore } from '../room/ports.ts';
import { LaterSender } from './later-sender.ts';

const by = 'ali'.padEnd(10, '-') as AccountId;
const cidOf = (name: string) => name.padEnd(22, '-') as Cid;

/** What is due, what was handed in, and why what waits on does so. */
function startSender() {
  const waiting: LaterOfAccount[] = [];
  const handedIn: string[] = [];
  const noted: string[][] = [];
  const later: Partial<LaterStore> = {
    due: () => Promise.resolve([...waiting]),
    noteRefusal: ({ text }, refusal) => Promise.resolve(void noted.push([text, refusal])),
  };
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
  return {
    handedIn,
    noted,
    add: (name: string) =>
      waiting.push({ account: by, in: everyone, cid: cidOf(name), text: name, at: 1 }),
    answer(name: string, outcome: AppendOutcome) {
      const draft = { type: 'message', from: by, cid: cidOf(name) } as EntryDraft;
      sender.written({ draft, reply: undefined, outcome });
    },
    async tick() {
      sender.tick();
      await nextTurn();
    },
  };
}

test('what the log has not answered for is not handed in again, and holds up nothing that comes after it', async () => {
  const { add, answer, handedIn, tick } = startSender();
  add('first');
  await tick();
  add('second');
  await tick();
  await tick();
  expect(handedIn).toEqual(['first', 'second']);
  answer('first', { is: 'refused', code: 'store-full' });
  await tick();
  expect(handedIn).toEqual(['first', 'second', 'first']);
});

test('whatever the log answers that will never be otherwise is noted, so that nothing stands before others for ever', async () => {
  const { add, answer, noted, tick } = startSender();
  const answers: Record<string, AppendOutcome> = {
    stored: { is: 'stored', id: 1, seq: 1 },
    repeated: { is: 'repeated', id: 1, seq: 1, at: 1 },
    unchanged: { is: 'unchanged' },
    changed: { is: 'refused', code: 'no-such-later' },
    full: { is: 'refused', code: 'store-full' },
    forbidden: { is: 'refused', code: 'not-allowed' },
  };
  for (const name of Object.keys(answers)) add(name);
  await tick();
  for (const [name, outcome] of Object.entries(answers)) answer(name, outcome);
  expect(noted).toEqual([
    ['repeated', 'cid-used'],
    ['unchanged', 'cid-used'],
    ['forbidden', 'not-allowed'],
  ]);
});
