import type { StoreApi } from 'zustand/vanilla';
import type { RoomState } from './room-store.ts';

/** What names are made of. */
export type NamesState = Pick<RoomState, 'room' | 'members' | 'groups'>;

export type NamesStore = Pick<StoreApi<NamesState>, 'getState' | 'getInitialState' | 'subscribe'>;

/**
 * The room's state for those who only read names. They stand in a thousand rows, and hear nothing of what changes with
 * each message.
 */
export function createNamesStore(room: StoreApi<RoomState>): NamesStore {
  const listeners = new Set<(state: NamesState, before: NamesState) => void>();
  let end: (() => void) | undefined;
  const begin = () =>
    room.subscribe((state, before) => {
      if (!isSame(state, before)) for (const hear of listeners) hear(state, before);
    });
  return {
    getState: room.getState,
    getInitialState: room.getInitialState,
    subscribe(listener) {
      // A new function each time: the same listener may be given twice and ended once.
      const own: typeof listener = (state, before) => listener(state, before);
      listeners.add(own);
      end ??= begin();
      return () => {
        listeners.delete(own);
        if (listeners.size > 0) return;
        end?.();
        end = undefined;
      };
    },
  };
}

function isSame(one: NamesState, other: NamesState): boolean {
  return one.room === other.room && one.members === other.members && one.groups === other.groups;
}
