import { createStore } from 'zustand/vanilla';
import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';
import type { RoomId } from '../../src-shared/protocol/ids.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Topic } from '../../src-shared/protocol/topics.ts';
import { topicKeyOf } from '../../src-shared/text/names.ts';

/** Nobody is told of topics that one has not joined: so long what the room said of them is good. */
const goodForMs = 60_000;

type TopicState = { byKey: ReadonlyMap<string, Topic> };

/** All topics of the room, joined or not, as far as somebody has looked for one. */
export function createTopicStore(bridge: OdaBridge, room: RoomId, clock: Clock) {
  const store = createStore<TopicState>(() => ({ byKey: new Map() }));
  let askedAtMs = -Infinity;
  let isOver = false;
  let cancelNext: (() => void) | undefined;
  const look = async (): Promise<void> => {
    const now = clock.monotonicMs();
    const waitMs = askedAtMs + goodForMs - now;
    if (waitMs > 0) {
      cancelNext ??= clock.after(waitMs, () => void look());
      return;
    }
    cancelNext = undefined;
    askedAtMs = now;
    const listed = await bridge.request('topic/list', { room });
    if (isOver || !listed.ok) return;
    store.setState({
      byKey: new Map(listed.value.map((topic) => [topicKeyOf(topic.name), topic])),
    });
  };
  return Object.assign(store, {
    /** Asks the room; if it was asked just now, later. */
    look,
    dispose: () => {
      isOver = true;
      cancelNext?.();
    },
  });
}
