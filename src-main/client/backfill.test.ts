import { expect, it } from 'vitest';
import { ManualClock } from '../../src-shared/outside/manual-clock.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import { directConversation, everyone } from '../../src-shared/protocol/ids.ts';
import type { AccountId, Cid, ConversationId } from '../../src-shared/protocol/ids.ts';
import { Backfill } from './backfill.ts';
import type { FetchPriority } from './backfill.ts';
import { RoomCopy } from './room-copy.ts';
import { newReplica, record } from './testing/membership.ts';
import { own, roomId, veli } from './testing/scripted-room.ts';
import { rest } from './testing/turns.ts';

const withVeli = directConversation(own, veli);
const ayse = 'ayse000000' as AccountId;
const withAyse = directConversation(own, ayse);

const entry = (seq: number, id: number, conversation: ConversationId): Entry => ({
  type: 'message',
  in: conversation,
  seq,
  id,
  at: id,
  from: veli,
  cid: `cid${String(id).padStart(13, '0')}` as Cid,
  text: 'x'.repeat(100),
});

/** A copy that holds the newest entry of conversations of 7 each, and a room that gives pages of 2. */
async function backfillOf(conversations: readonly ConversationId[] = [everyone]) {
  const replica = newReplica();
  await replica.rooms.save(record);
  const copy = new RoomCopy(replica, roomId);
  const idOf = (conversation: ConversationId, seq: number) =>
    (conversations.indexOf(conversation) + 1) * 100 + seq;
  for (const id of conversations) await copy.append(id, [entry(7, idOf(id, 7), id)]);
  const clock = new ManualClock();
  const asked: [ConversationId, number, FetchPriority][] = [];
  const held: (Refusal | undefined)[] = [];
  const defects: unknown[] = [];
  const stored: number[] = [];
  const answer = Promise.resolve();
  const room = { oldest: 1, gives: true, fails: false, diskFails: false, answer };
  let bytes = 0;
  const backfill = new Backfill({
    copy,
    clock,
    oldest: () => room.oldest,
    fetch: async (id, before, priority) => {
      asked.push([id, before, priority]);
      await room.answer;
      if (room.fails) throw new Error('the copy is broken');
      if (!room.gives) return undefined;
      if (room.diskFails) return 'not-now';
      const seqs = [before - 2, before - 1].filter((seq) => seq >= 1);
      return seqs.map((seq) => entry(seq, idOf(id, seq), id));
    },
    stored: (_id, entries) => stored.push(...entries.map(({ seq }) => seq)),
    olderBytes: () => bytes,
    brought: (more) => (bytes += more),
    held: (why) => held.push(why),
    failed: (error) => defects.push(error),
  });
  const pages = async (count: number) => {
    for (let page = 0; page < count; page += 1) {
      await rest(20);
      clock.advance(50);
    }
    await rest(20);
  };
  const first = (id: ConversationId = everyone) => copy.conversation(id).firstSeq;
  return { backfill, clock, asked, held, defects, stored, room, pages, first, bytes: () => bytes };
}

it('goes back page by page with a pause between two, to the first entry, and tells of each', async () => {
  const { backfill, clock, asked, stored, first, pages, bytes, held } = await backfillOf();
  backfill.wake();
  await rest(20);
  expect(asked).toEqual([]);
  backfill.start();
  await rest(20);
  clock.advance(49);
  await rest(20);
  expect(asked).toEqual([[everyone, 7, 'background']]);
  await pages(5);
  expect(asked.map(([, before]) => before)).toEqual([7, 5, 3]);
  expect(stored).toEqual([5, 6, 3, 4, 1, 2]);
  expect(first()).toBe(1);
  expect(bytes()).toBe(6 * 300);
  expect(held.at(-1)).toBeUndefined();
  expect(clock.pendingTimers).toBe(0);
});

it('stops where nothing older may be read, and goes on when it is woken because there is more', async () => {
  const { backfill, asked, room, pages, first } = await backfillOf();
  room.oldest = 5;
  backfill.start();
  await pages(4);
  expect(first()).toBe(5);
  expect(asked).toHaveLength(1);
  room.oldest = 1;
  backfill.wake();
  backfill.wake();
  await pages(4);
  expect(first()).toBe(1);
  expect(asked).toHaveLength(3);
});

it('everyone comes first, then what was written in last', async () => {
  const { backfill, asked, pages } = await backfillOf([withVeli, everyone, withAyse]);
  backfill.start();
  await pages(12);
  const order = asked.map(([id]) => id);
  const thrice = [everyone, withAyse, withVeli].flatMap((id) => [id, id, id]);
  expect(order).toEqual(thrice);
});

it('who asks for a page has it at once, and whoever asks meanwhile waits for the same one', async () => {
  const { backfill, asked, first, room } = await backfillOf();
  const answer = Promise.withResolvers<void>();
  room.answer = answer.promise;
  const one = backfill.fetchNow(everyone);
  let isThere = false;
  const other = backfill.fetchNow(everyone).then(() => (isThere = true));
  await rest(20);
  expect(asked).toEqual([[everyone, 7, 'now']]);
  expect(isThere).toBe(false);
  answer.resolve();
  await Promise.all([one, other]);
  expect(first()).toBe(5);
  await backfill.fetchNow(everyone);
  expect(first()).toBe(3);
  expect(asked).toHaveLength(2);
});

it('where the room’s disk fails it is asked again after a minute, and at once where somebody waits for it', async () => {
  const { backfill, asked, room, pages, clock, first } = await backfillOf();
  room.diskFails = true;
  backfill.start();
  await pages(3);
  expect(asked).toHaveLength(1);
  await backfill.fetchNow(everyone);
  expect(asked).toHaveLength(2);
  room.diskFails = false;
  clock.advance(60_000);
  await pages(4);
  expect(first()).toBe(1);
});

it('what the room does not give is not asked for again', async () => {
  const { backfill, asked, room, pages, defects } = await backfillOf();
  room.gives = false;
  backfill.start();
  await pages(3);
  await backfill.fetchNow(everyone);
  backfill.wake();
  await pages(3);
  expect(asked).toHaveLength(1);
  expect(defects).toEqual([]);
});

it('after the end nothing is asked for and nothing kept, and no pause is left', async () => {
  const { backfill, clock, asked, room, first, pages, stored } = await backfillOf();
  const answer = Promise.withResolvers<void>();
  room.answer = answer.promise;
  backfill.start();
  await rest(20);
  backfill.stop();
  answer.resolve();
  await pages(2);
  expect(first()).toBe(7);
  expect(stored).toEqual([]);
  await backfill.fetchNow(everyone);
  backfill.start();
  backfill.wake();
  await pages(2);
  expect(asked).toHaveLength(1);
  expect(clock.pendingTimers).toBe(0);
  const paused = await backfillOf();
  paused.backfill.start();
  await rest(20);
  expect(paused.clock.pendingTimers).toBe(1);
  paused.backfill.stop();
  expect(paused.clock.pendingTimers).toBe(0);
});

it('what nothing expected ends it, and is told once', async () => {
  const { backfill, asked, room, defects, pages, clock } = await backfillOf();
  room.fails = true;
  backfill.start();
  await pages(3);
  backfill.wake();
  await pages(3);
  expect(defects).toHaveLength(1);
  expect(asked).toHaveLength(1);
  expect(clock.pendingTimers).toBe(0);
});
