import { expect, it } from 'vitest';
import { muteEnd } from '../../src-shared/member/attention.ts';
import { ManualClock } from '../../src-shared/outside/manual-clock.ts';
import {
  directConversation,
  everyone,
  type ConversationId,
} from '../../src-shared/protocol/ids.ts';
import { newReplica } from '../client/testing/membership.ts';
import { roomRecord, ali, kitchen, me } from '../storage/replica/testing/replica-samples.ts';
import { AttentionBook } from './attention-book.ts';

const withAli = directConversation(me, ali);
const hourMs = 3_600_000;

async function opened(replica = newReplica(), clock = new ManualClock()) {
  const changed: ConversationId[] = [];
  const book = new AttentionBook({
    replica,
    room: kitchen,
    clock,
    changed: (id) => void changed.push(id),
  });
  await book.load();
  return { book, replica, clock, changed };
}

async function openedNew() {
  const replica = newReplica();
  await replica.rooms.save(roomRecord());
  return opened(replica);
}

it('a mute ends by itself at its time, and whoever shows it is told then', async () => {
  const { book, clock, changed } = await openedNew();
  const now = clock.wallMs();
  await book.change(everyone, { level: 'mentions', muted: { until: muteEnd('hour', now) } });
  await book.change(withAli, { muted: { until: muteEnd('hours', now) } });
  clock.advance(hourMs - 1);
  expect(book.of(everyone).muted).toEqual({ until: now + hourMs });
  expect(changed).toEqual([]);
  clock.advance(1);
  expect(book.of(everyone)).toEqual({ level: 'mentions' });
  expect(changed).toEqual([everyone]);
  clock.advance(7 * hourMs);
  expect(changed).toEqual([everyone, withAli]);
  expect(clock.pendingTimers).toBe(0);
});

it('until one turns it on again it stays, over a restart too', async () => {
  const first = await openedNew();
  await first.book.change(everyone, { muted: {} });
  await first.book.change(withAli, {
    level: 'nothing',
    muted: { until: first.clock.wallMs() + 5 },
  });
  first.book.stop();
  expect(first.clock.pendingTimers).toBe(0);
  first.clock.advance(100 * 24 * hourMs);
  const { book } = await opened(first.replica, first.clock);
  expect(book.of(everyone)).toEqual({ level: 'all', muted: {} });
  expect(book.of(withAli)).toEqual({ level: 'nothing' });
  await book.change(everyone, { muted: null });
  expect(book.of(everyone)).toEqual({ level: 'all' });
  expect((await opened(first.replica, first.clock)).book.of(everyone)).toEqual({ level: 'all' });
});

it('ends when the clock of people says so, whatever its timer does', async () => {
  const { book, clock } = await openedNew();
  await book.change(everyone, { muted: { until: clock.wallMs() + hourMs } });
  clock.jumpWall(2 * hourMs);
  expect(book.of(everyone)).toEqual({ level: 'all' });
});

it('what is not given stays as it is', async () => {
  const { book } = await openedNew();
  await book.change(everyone, { level: 'mentions' });
  await book.change(everyone, { muted: {} });
  await book.change(everyone, { level: 'nothing' });
  expect(book.of(everyone)).toEqual({ level: 'nothing', muted: {} });
});
