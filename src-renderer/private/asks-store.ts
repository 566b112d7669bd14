import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';
import type { PrivateView } from '../../src-shared/bridge/views.ts';
import type { PrivateId, RoomId } from '../../src-shared/protocol/ids.ts';

export type Ask = {
  room: RoomId;
  private: PrivateId;
  /** Who asks; empty where the name is not known. */
  name: string;
  /** Epoch milliseconds on this computer's clock. */
  expiresAt: number;
};

export type AsksStore = StoreApi<{ asks: readonly Ask[] }> & {
  /** What a room tells when it is opened; everything later comes by itself. */
  see(views: Iterable<PrivateView>): void;
  dispose(): void;
};

/** Who asks this person for a private chat, in any room, the longest waiting first. */
export function createAsksStore(bridge: OdaBridge): AsksStore {
  const store = createStore<{ asks: readonly Ask[] }>(() => ({ asks: [] }));
  const drop = (isOver: (ask: Ask) => boolean) =>
    store.setState(({ asks }) =>
      asks.some(isOver) ? { asks: asks.filter((ask) => !isOver(ask)) } : {},
    );
  const see = (view: PrivateView) => {
    const { state } = view;
    const isSame = (ask: Ask) => ask.private === view.private;
    if (state.is !== 'asked') return drop(isSame);
    if (store.getState().asks.some(isSame)) return undefined;
    const ask: Ask = {
      room: view.room,
      private: view.private,
      name: view.partnerName,
      expiresAt: state.expiresAt,
    };
    return store.setState(({ asks }) => ({ asks: [...asks, ask] }));
  };
  const ends = [
    bridge.on('private/changed', see),
    bridge.on('private/removed', (push) => drop((ask) => ask.private === push.private)),
    bridge.on('room/removed', (push) => drop((ask) => ask.room === push.room)),
  ];
  return Object.assign(store, {
    see: (views: Iterable<PrivateView>) => {
      for (const view of views) see(view);
    },
    dispose: () => {
      for (const end of ends) end();
    },
  });
}
