import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';
import { listenToRoom } from '../../src-shared/bridge/listen.ts';
import type { ShownMessage } from '../../src-shared/member/own-copy.ts';
import type { ConversationId, RoomId } from '../../src-shared/protocol/ids.ts';

/** Newest first. */
type PinnedState = { messages: readonly ShownMessage[] };
export type PinnedStore = StoreApi<PinnedState> & { dispose: () => void };

/** What is pinned in one conversation, asked for anew whenever that may have changed. */
export function createPinnedStore(
  bridge: OdaBridge,
  place: { room: RoomId; in: ConversationId },
): PinnedStore {
  const store = createStore<PinnedState>(() => ({ messages: [] }));
  let asked = 0;
  const ask = async (): Promise<void> => {
    asked += 1;
    const own = asked;
    const answer = await bridge.request('message/pinned', place);
    if (own === asked && answer.ok) store.setState({ messages: answer.value });
  };
  const isConcerned = ({ message, marks }: ShownMessage): boolean =>
    marks.pinned !== undefined ||
    store.getState().messages.some((held) => held.message.seq === message.seq);
  let isLive = false;
  const end = listenToRoom(bridge, place, {
    'message/changed': (push) => {
      if (push.in === place.in && push.messages.some(isConcerned)) void ask();
    },
    'timeline/expired': (push) => {
      if (push.in === place.in && store.getState().messages.length > 0) void ask();
    },
    'room/resynced': () => void ask(),
    'room/changed': ({ connection }) => {
      const wasLive = isLive;
      isLive = connection.is === 'live';
      if (isLive && !wasLive) void ask();
    },
  });
  void ask();
  return Object.assign(store, {
    dispose: () => {
      asked += 1;
      end();
    },
  });
}
