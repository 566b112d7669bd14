import { createStore } from 'zustand/vanilla';
import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';
import type { PrivateView } from '../../src-shared/member/own-copy.ts';
import { listen } from '../../src-shared/bridge/listen.ts';
import type { PrivateId, RoomId } from '../../src-shared/protocol/ids.ts';

export type Ask = {
  room: RoomId;
  private: PrivateId;
  /** Who asks; empty if the name is not known. */
  name: string;
  /** Epoch milliseconds on this computer's clock. */
  expiresAt: number;
};

export type AsksStore = ReturnType<typeof createAsksStore>;

/**
 * Who asks this person for a private chat, in any room, the longest waiting first. An ask that ends without
 * an answer is told to `onMissed` and forgotten, as nothing was said in it.
 */
export function createAsksStore(bridge: OdaBridge, onMissed: (ask: Ask) => void) {
  const store = createStore<{ asks: readonly Ask[] }>(() => ({ asks: [] }));
  const drop = (isOver: (ask: Ask) => boolean) =>
    store.setState(({ asks }) =>
      asks.some(isOver) ? { asks: asks.filter((ask) => !isOver(ask)) } : {},
    );
  const see = (view: PrivateView) => {
    const { state } = view;
    const { room, private: id, partnerName: name } = view;
    const known = store.getState().asks.find((ask) => ask.private === id);
    if (state.is === 'asked') {
      const ask: Ask = { room, private: id, name, expiresAt: state.expiresAt };
      if (!known) store.setState(({ asks }) => ({ asks: [...asks, ask] }));
      return;
    }
    drop((ask) => ask === known);
    if (!known || state.is !== 'ended') return;
    onMissed(known);
    void bridge.request('private/close', { room, private: id });
  };
  const dispose = listen(bridge, {
    'private/changed': see,
    'private/removed': (push) => drop((ask) => ask.private === push.private),
    'room/removed': (push) => drop((ask) => ask.room === push.room),
  });
  return Object.assign(store, {
    /** What a room tells when it is opened; everything later comes by itself. */
    see: (views: Iterable<PrivateView>) => {
      for (const view of views) see(view);
    },
    dispose,
  });
}
