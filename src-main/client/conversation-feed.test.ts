import { expect, it } from 'vitest';
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

/** A feed over a copy in memory, and a room that has everything up to `head`. */
function feedOf({ characters, head = 0 }: { characters: number; head?: number }) {
  const held: number[] = [];
  const asked: (number | undefined)[] = [];
  const budget = { characters };
  const feed = new ConversationFeed({
    id: everyone,
    budget,
    lastSeq: () => held.at(-1) ?? 0,
    fetch: async (after = 0) => {
      asked.push(after);
      if (after >= head) return undefined;
      return Array.from({ length: head - after }, (_, place) => entry(after + place + 1));
    },
    store: async (entries) => void held.push(...entries.map(({ seq }) => seq)),
    failed: (error) => {
      throw error;
    },
  });
  return { feed, held, asked, budget };
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
  expect(budget.characters).toBeLessThan(300);
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
