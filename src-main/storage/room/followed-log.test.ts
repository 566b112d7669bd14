import { describe, expect, test } from 'vitest';
import type { AppendOutcome } from '../../room/ports.ts';
import type { LogDraft, LogEntry } from '../../room/system-entries.ts';
import { FollowedLog } from './followed-log.ts';
import type { StoredLog } from './followed-log.ts';
import { followPageEntries } from './log-table.ts';
import { createStoredRoomInMemory } from './sqlite-room-store.ts';
import { newRoom, message, messages } from './testing/room-samples.ts';

/** What a follower was told: each time's ids. */
function hear(log: FollowedLog, after = 0) {
  const told: number[][] = [];
  const stop = log.follow(after, (entries) => {
    told.push(entries.map(({ id }) => id));
    return () => undefined;
  });
  return { told, ids: () => told.flat(), stop };
}

const upTo = (last: number) => Array.from({ length: last }, (_, place) => place + 1);

/** A log in SQLite, whose answers the test can hold back. */
function heldLog() {
  const { log: stored } = createStoredRoomInMemory(newRoom);
  const answers: (() => void)[] = [];
  let isHeld = false;
  let reads = 0;
  const held: StoredLog = {
    append: async (drafts: readonly LogDraft[]): Promise<AppendOutcome[]> => {
      const outcomes = await stored.append(drafts);
      if (isHeld) await new Promise<void>((resolve) => answers.push(resolve));
      return outcomes;
    },
    expiring: () => Promise.resolve({ drafts: [] }),
    countExpired: () => Promise.resolve({ messages: 0 }),
    readRecord: (query) => stored.readRecord(query),
    lastWords: (topics, from) => stored.lastWords(topics, from),
    readsFrom: (time) => stored.readsFrom(time),
    readAfter: (after) => {
      reads += 1;
      return stored.readAfter(after);
    },
    snapshot: () => stored.snapshot(),
    readHistory: (query) => stored.readHistory(query),
    conversationsAfter: (query) => stored.conversationsAfter(query),
  };
  return {
    stored,
    log: new FollowedLog(held, 0),
    answers,
    hold: () => {
      isHeld = true;
    },
    reads: () => reads,
  };
}

describe('who follows the log', () => {
  test('hears what is stored already in pages, and then what comes, in order, none twice', async () => {
    const { stored } = heldLog();
    const known = followPageEntries + 20;
    await stored.append(messages(known));
    const { told, ids } = hear(new FollowedLog(stored, known));
    await expect.poll(() => ids().length).toBe(known);
    expect(told.map(({ length }) => length)).toEqual([followPageEntries, 20]);
    expect(ids()).toEqual(upTo(known));
  });

  test('hears what is written here without a read, as much at once as was written at once', async () => {
    const { log, reads } = heldLog();
    const one = hear(log);
    await log.append([message(1), message(2)]);
    const late = hear(log, 2);
    await log.append([message(2), message(3)]);
    expect([one.told, late.told, reads()]).toEqual([[[1, 2], [3]], [[3]], 0]);
    one.stop();
    await log.append([message(4)]);
    expect([one.told, late.told]).toEqual([
      [[1, 2], [3]],
      [[3], [4]],
    ]);
  });

  test('hears of nothing that was refused or known', async () => {
    const { log } = heldLog();
    const { told } = hear(log);
    await log.append([message(1)]);
    await log.append([message(1), message(1, { text: 'other' })]);
    expect(told).toEqual([[1]]);
  });

  test('W6 takes it in before whoever wrote it has the answer, and passes it on after that', async () => {
    const { log } = heldLog();
    const steps: string[] = [];
    log.follow(0, (entries: readonly LogEntry[]) => {
      steps.push(`taken in ${entries.length}`);
      return () => steps.push('passed on');
    });
    await log.append([message(1), message(2)], (outcomes) =>
      steps.push(...outcomes.map(({ is }) => is)),
    );
    expect(steps).toEqual(['taken in 2', 'stored', 'stored', 'passed on']);
  });

  test('hears all in order, although the answers to those who write overtake each other', async () => {
    const { log, hold, answers, reads } = heldLog();
    const { told } = hear(log);
    hold();
    const written = [1, 2, 3].map((number) => log.append([message(number)]));
    await expect.poll(() => answers.length).toBe(3);
    const [first, second, third] = answers;
    third?.();
    second?.();
    await new Promise((resolve) => setImmediate(resolve));
    expect(told).toEqual([]);
    first?.();
    await Promise.all(written);
    expect(told).toEqual([[1, 2, 3]]);
    expect(reads()).toBe(0);
  });

  test('hears what others stored in between before what is written here', async () => {
    const { log, stored } = heldLog();
    const { told } = hear(log);
    await stored.append(messages(3));
    const steps: string[] = [];
    await log.append([message(4)], () => steps.push(`answered after ${told.flat().length}`));
    expect(told.flat()).toEqual([1, 2, 3, 4]);
    expect(steps).toEqual(['answered after 4']);
    await stored.append([message(5)]);
    await stored.append([message(6)]);
    await Promise.all([log.append([message(7)]), log.append([message(8)])]);
    expect(told.flat()).toEqual(upTo(8));
  });

  test('who begins while others write misses nothing', async () => {
    const { log } = heldLog();
    await log.append(messages(5));
    const writing = [6, 7, 8].map((number) => log.append([message(number)]));
    const followers = [0, 3, 5].map((after) => hear(log, after));
    await Promise.all(writing);
    const late = hear(log);
    await log.append([message(9)]);
    await expect.poll(() => late.ids().length).toBe(9);
    expect(followers.map(({ ids }) => ids())).toEqual([
      upTo(9),
      upTo(9).slice(3),
      upTo(9).slice(5),
    ]);
    expect(late.ids()).toEqual(upTo(9));
  });
});
