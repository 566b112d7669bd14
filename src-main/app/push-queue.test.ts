import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { PushName, Pushes } from '../../src-shared/bridge/bridge.ts';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import { everyone, groupConversation } from '../../src-shared/protocol/ids.ts';
import type { AccountId, Cid, PrivateId, RoomId } from '../../src-shared/protocol/ids.ts';
import { PushQueue } from './push-queue.ts';

const room = 'room000000000000' as RoomId;

/** A queue in which no room is known, and what is heard of it. */
function openQueue() {
  const pushes = new PushQueue({
    room: () => undefined,
    groups: () => [],
    conversations: () => [],
    outbox: () => [],
    privates: () => [],
    arrival: () => undefined,
  });
  const heard: PushName[] = [];
  return { pushes, heard, listener: (name: PushName) => void heard.push(name) };
}

it('who listens twice hears everything twice, and once after one of the two has ended', () => {
  const { pushes, heard, listener } = openQueue();
  const ends = [pushes.on(listener), pushes.on(listener)];
  pushes.send('room/removed', { room });
  expect(heard).toHaveLength(2);
  ends[0]?.();
  ends[0]?.();
  pushes.send('room/removed', { room });
  expect(heard).toHaveLength(3);
  ends[1]?.();
  pushes.send('room/removed', { room });
  expect(heard).toHaveLength(3);
});

it('of a room that is gone nothing more is told', () => {
  const { pushes, heard, listener } = openQueue();
  pushes.on(listener);
  pushes.resynced({ room, cause: { code: 'cursor-ahead' } });
  pushes.outboxChanged({ room, in: everyone });
  pushes.flush();
  expect(heard).toEqual([]);
});

const veli = 'veli000000' as AccountId;
const trip = groupConversation('trip');
const other = 'other00000000000' as RoomId;
const one = 'private000000000' as PrivateId;

function said(seq: number): Entry {
  const place = { in: everyone, seq, id: seq, at: seq };
  return { type: 'message', ...place, from: veli, cid: `c${seq}` as Cid, text: `text ${seq}` };
}

/** A queue whose views say what they were asked for. */
function fullQueue() {
  const heard: [PushName, unknown][] = [];
  const pushes = new PushQueue({
    room: (id) => ({ room: id }) as Pushes['room/changed'],
    groups: (_room, ids) => [...ids] as never,
    conversations: (_room, ids) => [...ids] as never,
    outbox: () => [],
    privates: (_room, ids) => [...ids] as never,
    arrival: (_timeline, entries) =>
      ({ seq: entries.at(-1)?.seq }) as unknown as Pushes['message/arrived'],
  });
  pushes.on((name, push) => heard.push([name, push]));
  return { pushes, heard, names: () => heard.map(([name]) => name) };
}

it('what one turn of the loop changes is told at its end, each thing once, in an order that windows can follow', async () => {
  const { pushes, heard, names } = fullQueue();
  const place = { room, in: everyone };
  const away = { account: veli, name: 'veli', presence: 'away' } as const;
  for (let time = 0; time < 2; time += 1) {
    pushes.privateRemoved({ room, private: one });
    pushes.privateChanged({ room, private: one });
    pushes.conversationChanged(place);
    pushes.outboxChanged(place);
    pushes.appended(place, [said(time + 1)]);
    pushes.groupsChanged(room, [{ in: trip }]);
    pushes.membersChanged(room, [time === 0 ? { ...away, presence: 'online' } : away]);
    pushes.resynced({ room, cause: { code: 'cursor-ahead' } });
  }
  expect(heard).toEqual([]);
  await nextTurn();
  expect(heard).toEqual([
    ['room/resynced', { room, cause: { code: 'cursor-ahead' } }],
    ['member/changed', { room, members: [away] }],
    ['group/changed', [trip]],
    ['timeline/appended', { room, in: everyone, entries: [said(1), said(2)] }],
    ['outbox/changed', { room, in: everyone, items: [] }],
    ['conversation/changed', [everyone]],
    ['private/changed', one],
    ['private/removed', { room, private: one }],
    // Its unread messages are the room's too.
    ['room/changed', { room }],
    ['message/arrived', { seq: 2 }],
  ]);
  await nextTurn();
  expect(names()).toHaveLength(10);
});

it('nothing is told that has not changed, and the next turn tells of the next change', async () => {
  const { pushes, names } = fullQueue();
  pushes.roomChanged(room);
  await nextTurn();
  expect(names()).toEqual(['room/changed']);
  pushes.outboxChanged({ room, in: everyone });
  await nextTurn();
  expect(names()).toEqual(['room/changed', 'outbox/changed']);
});

it('a room that is forgotten in the same turn is not told of, the others are', async () => {
  const { pushes, heard } = fullQueue();
  pushes.roomChanged(room);
  pushes.roomChanged(other);
  pushes.forget(room);
  await nextTurn();
  expect(heard).toEqual([['room/changed', { room: other }]]);
});
