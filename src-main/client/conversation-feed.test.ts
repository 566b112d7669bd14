import { expect, it } from 'vitest';
import { ManualClock } from '../../src-shared/outside/manual-clock.ts';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import { everyone } from '../../src-shared/protocol/ids.ts';
import type { AccountId, Cid } from '../../src-shared/protocol/ids.ts';
import { ConversationFeed } from './conversation-feed.ts';
import { rest, until } from './testing/turns.ts';

const entry = (seq: number): Entry => ({
  type: 'message',
  in: everyone,
  seq,
  id: seq,
  at: seq,
  from: 'veli000000' as AccountId,
  cid: `cid${String(seq).padStart(13, '0')}` as Cid,
  text: 'x'.repeat(100),
});

type Given = {
  characters: number;
  head?: number;
  page?: number;
  fails?: boolean;
  writeEveryMs?: number;
};

/** A feed over a copy in memory, and a room that has everything up to `head`. */
function feedOf({ characters, head = 0, page = 100, fails = false, writeEveryMs = 0 }: Given) {
  const clock = new ManualClock();
  const stored: number[][] = [];
  const defects: unknown[] = [];
  const held: number[] = [];
  const asked: (number | undefined)[] = [];
  const budget = { characters };
  const feed = new ConversationFeed({
    id: everyone,
    budget,
    clock,
    writeEveryMs,
    lastSeq: () => held.at(-1) ?? 0,
    fetch: async (from) => {
      asked.push(from);
      const after = from ?? 0;
      if (after >= head) return undefined;
      const length = Math.min(page, head - after);
      return Array.from({ length }, (_, place) => entry(after + place + 1));
    },
    store: async (entries) => {
      if (fails) throw new Error('the disk is gone');
      const seqs = entries.map(({ seq }) => seq);
      stored.push(seqs);
      held.push(...seqs);
    },
    failed: (error) => {
      if (!fails) throw error;
      defects.push(error);
    },
  });
  return { feed, held, stored, asked, budget, defects, clock };
}

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, place) => from + place);

it('what was taken over leaves its place to what comes next, so that nothing live is fetched', async () => {
  const { feed, held, asked, budget } = feedOf({ characters: 1000 });
  for (const seq of numbers(1, 20)) {
    feed.offer(entry(seq));
    await until(() => held.at(-1) === seq);
  }
  expect(asked).toEqual([]);
  expect(budget.characters).toBe(1000);
});

it('what is too much to wait is fetched later, each entry once and in order', async () => {
  const { feed, held, asked, budget } = feedOf({ characters: 650, head: 9 });
  feed.offer(entry(1));
  await until(() => held.length === 1);
  for (const seq of numbers(3, 9)) feed.offer(entry(seq));
  // Two wait: for a third there is no place.
  expect(budget.characters).toBe(50);
  await until(() => held.at(-1) === 9);
  await rest();
  expect(held).toEqual(numbers(1, 9));
  expect(asked).toEqual([1]);
});

it('what waited when the connection ended counts no more, and who waited for it is told', async () => {
  const { feed, budget } = feedOf({ characters: 1000 });
  const reached = feed.reach(5);
  feed.offer(entry(5));
  feed.stop();
  expect(await reached).toBe(false);
  expect(budget.characters).toBe(1000);
  expect(await feed.reach(5)).toBe(false);
});

it('who waits for a number is told when the copy holds it, not before, and who comes later at once', async () => {
  const { feed, held, asked } = feedOf({ characters: 10_000, head: 4, page: 2 });
  const told: string[] = [];
  const wait = (seq: number) =>
    feed.reach(seq).then((is) => told.push(`${seq} ${is}, ${held.length}`));
  await Promise.all([wait(4), wait(2)]);
  await wait(3);
  expect(told).toEqual(['2 true, 2', '4 true, 4', '3 true, 4']);
  expect(asked).toEqual([undefined, 2]);
});

it('what one turn of the loop brings is one write, in order, whatever came first', async () => {
  const { feed, stored } = feedOf({ characters: 10_000 });
  for (const seq of [3, 1, 2]) feed.offer(entry(seq));
  await until(() => stored.length > 0);
  await rest();
  expect(stored).toEqual([[1, 2, 3]]);
});

it('what follows closely is one write, and the first after a silence goes at once', async () => {
  const { feed, stored, clock } = feedOf({ characters: 10_000, writeEveryMs: 30 });
  feed.offer(entry(1));
  await until(() => stored.length === 1);
  for (const seq of [2, 3, 4]) {
    clock.advance(9);
    feed.offer(entry(seq));
    await rest();
  }
  expect(stored).toEqual([[1]]);
  clock.advance(3);
  await until(() => stored.length === 2);
  clock.advance(30);
  feed.offer(entry(5));
  await rest();
  expect(stored).toEqual([[1], [2, 3, 4], [5]]);
});

it('what somebody waits for is not kept back, nor is what has to be fetched', async () => {
  const { feed, stored, asked } = feedOf({ characters: 10_000, head: 9, writeEveryMs: 30 });
  feed.offer(entry(1));
  await until(() => stored.length === 1);
  feed.offer(entry(2));
  await rest();
  expect(stored).toEqual([[1]]);
  expect(await feed.reach(2)).toBe(true);
  feed.offer(entry(9));
  await until(() => stored.length === 3);
  expect(asked).toEqual([2]);
  expect(stored).toEqual([[1], [2], numbers(3, 9)]);
});

it('one that is stopped while it rests writes nothing any more', async () => {
  const { feed, stored, clock, budget } = feedOf({ characters: 1000, writeEveryMs: 30 });
  feed.offer(entry(1));
  await until(() => stored.length === 1);
  feed.offer(entry(2));
  await rest();
  feed.stop();
  clock.advance(30);
  await rest();
  expect(stored).toEqual([[1]]);
  expect(budget.characters).toBe(1000);
});

it('after the end nothing is taken, and a write that fails is told and ends it', async () => {
  const { feed, held, budget } = feedOf({ characters: 1000 });
  feed.stop();
  feed.offer(entry(1));
  await rest();
  expect(held).toEqual([]);
  expect(budget.characters).toBe(1000);

  const broken = feedOf({ characters: 1000, fails: true });
  const reached = broken.feed.reach(3);
  broken.feed.offer(entry(1));
  expect(await reached).toBe(false);
  expect(broken.defects).toHaveLength(1);
  broken.feed.offer(entry(1));
  await rest();
  expect(broken.defects).toHaveLength(1);
});
