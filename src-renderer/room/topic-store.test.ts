import { expect, it } from 'vitest';
import type { RoomId } from '../../src-shared/protocol/ids.ts';
import { topicConversation } from '../../src-shared/protocol/ids.ts';
import { ManualClock } from '../../src-shared/outside/manual-clock.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { createMemoryBridge } from '../bridge/testing/memory-bridge.ts';
import { createTopicStore } from './topic-store.ts';

const room = 'room000000000000' as RoomId;
const topic = (name: string) => ({
  in: topicConversation('odev000000000000'),
  name,
  about: '',
  people: 1,
  owner: 'ali0000000' as AccountId,
});

it('asks the room when somebody looks, and again after a minute at the earliest; what it refuses changes nothing', async () => {
  let asked = 0;
  const answers = [
    { ok: true, value: [topic('Ödev')] },
    { ok: true, value: [topic('exam')] },
    { ok: false, refusal: { code: 'connection-lost' } },
  ] as const;
  const bridge = createMemoryBridge({ 'topic/list': () => answers[asked++] as never });
  const clock = new ManualClock();
  const store = createTopicStore(bridge, room, clock);
  const names = () => [...store.getState().byKey.values()].map(({ name }) => name);
  expect([asked, names()]).toEqual([0, []]);
  await store.look();
  await store.look();
  expect([asked, names()]).toEqual([1, ['Ödev']]);
  clock.advance(59_999);
  expect(asked).toBe(1);
  clock.advance(1);
  await Promise.resolve();
  await Promise.resolve();
  expect([asked, names()]).toEqual([2, ['exam']]);
  clock.advance(60_000);
  expect(asked).toBe(2);
  await store.look();
  expect([asked, names()]).toEqual([3, ['exam']]);
});

it('hears nothing more when its room is gone', async () => {
  const bridge = createMemoryBridge({ 'topic/list': () => ({ ok: true, value: [topic('a')] }) });
  const clock = new ManualClock();
  const store = createTopicStore(bridge, room, clock);
  const looked = [store.look(), store.look()];
  store.dispose();
  await Promise.all(looked);
  expect([store.getState().byKey.size, clock.pendingTimers]).toEqual([0, 0]);
});
