import { expect, it } from 'vitest';
import type { PushName } from '../../src-shared/bridge/bridge.ts';
import { everyone } from '../../src-shared/protocol/ids.ts';
import type { RoomId } from '../../src-shared/protocol/ids.ts';
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
