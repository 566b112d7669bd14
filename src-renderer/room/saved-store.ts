import { createStore } from 'zustand/vanilla';
import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';
import { listenToRoom } from '../../src-shared/bridge/listen.ts';
import type { MessageEntry } from '../../src-shared/protocol/entries.ts';
import type { ConversationId, RoomId } from '../../src-shared/protocol/ids.ts';

type SavedState = {
  /** Newest put aside first. */
  messages: readonly MessageEntry[];
  /** A key for each of them. */
  keys: ReadonlySet<string>;
};

export function savedKey(conversation: ConversationId, seq: number): string {
  return `${conversation} ${seq}`;
}

/** What this person has put aside in the room. */
export function createSavedStore(bridge: OdaBridge, room: RoomId) {
  const store = createStore<SavedState>(() => ({ messages: [], keys: new Set() }));
  let asked = 0;
  const ask = async (): Promise<void> => {
    asked += 1;
    const own = asked;
    const answer = await bridge.request('saved/list', { room });
    if (own !== asked || !answer.ok) return;
    const messages = answer.value;
    const keys = new Set(messages.map(({ in: id, seq }) => savedKey(id, seq)));
    store.setState({ messages, keys });
  };
  const end = listenToRoom(
    bridge,
    { room },
    {
      'saved/changed': () => void ask(),
      'timeline/expired': () => {
        if (store.getState().messages.length > 0) void ask();
      },
      'room/resynced': () => void ask(),
      'message/changed': ({ in: id, messages }) => {
        const { keys } = store.getState();
        if (messages.some(({ message }) => keys.has(savedKey(id, message.seq)))) void ask();
      },
    },
  );
  return Object.assign(store, {
    open: ask,
    dispose: () => {
      asked += 1;
      end();
    },
  });
}
