import { expect, it } from 'vitest';
import type { EntryDraft } from '../../src-shared/protocol/entries.ts';
import { everyone } from '../../src-shared/protocol/ids.ts';
import type { AccountId, Cid } from '../../src-shared/protocol/ids.ts';
import type { AppendOutcome, RoomLog } from '../room/ports.ts';
import type { Written } from './log-writer.ts';
import { LogWriter } from './log-writer.ts';

function draft(text: string): EntryDraft {
  const from = 'account-al' as AccountId;
  return { type: 'message', in: everyone, at: 1, from, cid: `cid-${text}` as Cid, text };
}

const append = (writer: LogWriter, text: string, goesOn = false) =>
  writer.append({ draft: draft(text), reply: undefined, goesOn });

/** A log whose commits the test lets through by hand. */
function slowLog() {
  const commits: { drafts: readonly object[]; finish: (outcomes: AppendOutcome[]) => void }[] = [];
  const log: Pick<RoomLog, 'append'> = {
    append: (drafts, settle) =>
      new Promise((resolve) => {
        const finish = (outcomes: AppendOutcome[]) => {
          settle?.(outcomes);
          resolve(outcomes);
        };
        commits.push({ drafts, finish });
      }),
  };
  return { log: log as RoomLog, commits };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const stored: AppendOutcome = { is: 'stored', id: 1, seq: 1 };

it('puts what one turn brings into one transaction, and what comes meanwhile into the next', async () => {
  const { log, commits } = slowLog();
  const written: Written[] = [];
  const writer = new LogWriter(log, (batch) => written.push(...batch));
  append(writer, 'a');
  append(writer, 'b');
  await turn();
  await turn();
  append(writer, 'c');
  await turn();
  expect(commits.map(({ drafts }) => drafts.length)).toEqual([2]);
  expect(written).toEqual([]);
  commits[0]?.finish([stored, stored]);
  await turn();
  expect(commits.map(({ drafts }) => drafts.length)).toEqual([2, 1]);
  commits[1]?.finish([stored]);
  await writer.settled();
  expect(written.map(({ draft: { in: to } }) => to)).toEqual([everyone, everyone, everyone]);
});

it('waits while each turn brings more, four turns at most', async () => {
  const { log, commits } = slowLog();
  const writer = new LogWriter(log, () => undefined);
  // As a connection: its next turn is asked for before what it reads in this one.
  const say = (number: number): void => {
    if (number < 5) setImmediate(() => say(number + 1));
    append(writer, `${number}`);
  };
  say(0);
  while (commits.length === 0) await turn();
  await turn();
  expect(commits.map(({ drafts }) => drafts.length)).toEqual([5]);
  commits[0]?.finish([]);
  await turn();
  expect(commits.map(({ drafts }) => drafts.length)).toEqual([5, 1]);
  commits[1]?.finish([]);
  await writer.settled();
});

it('W6 a store that is gone acknowledges nothing', async () => {
  const log = { append: () => Promise.reject(new Error('gone')) } as unknown as RoomLog;
  const written: Written[] = [];
  const writer = new LogWriter(log, (batch) => written.push(...batch));
  append(writer, 'a');
  await writer.settled();
  expect(written.map(({ outcome }) => outcome)).toEqual([{ is: 'refused', code: 'store-failed' }]);
});

it('what one command brings is one transaction, however much waits before it', async () => {
  const { log, commits } = slowLog();
  const writer = new LogWriter(log, () => undefined);
  for (let number = 0; number < 998; number += 1) append(writer, `${number}`);
  for (let number = 0; number < 5; number += 1) append(writer, `group ${number}`, number < 4);
  append(writer, 'after');
  await turn();
  await turn();
  expect(commits.map(({ drafts }) => drafts.length)).toEqual([1003]);
  commits[0]?.finish([]);
  await turn();
  expect(commits.map(({ drafts }) => drafts.length)).toEqual([1003, 1]);
  commits[1]?.finish([]);
  await writer.settled();
});
