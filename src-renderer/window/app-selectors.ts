import type { RoomView } from '../../src-shared/bridge/rooms.ts';
import type { AppState } from './app-store.ts';

/** The latest opened first. */
export function roomsByUse(state: AppState): RoomView[] {
  return [...state.rooms.values()].toSorted(
    (one, other) => other.lastOpenedAt - one.lastOpenedAt || (one.room < other.room ? -1 : 1),
  );
}

/** In an order that does not change under the hand: by name, hosted ones first. */
export function roomsInOrder(state: AppState): RoomView[] {
  return [...state.rooms.values()].toSorted(
    (one, other) =>
      Number(other.hosted) - Number(one.hosted) ||
      one.name.localeCompare(other.name) ||
      (one.room < other.room ? -1 : 1),
  );
}

export function unreadOfAll(state: AppState): number {
  let count = 0;
  for (const room of state.rooms.values()) count += room.unread;
  return count;
}

export function shownRoom(state: AppState): RoomView | undefined {
  return state.route.to === 'welcome' ? undefined : state.rooms.get(state.route.room);
}

/** Rooms that one can be in now; closed ones stand in the list of recent rooms. */
export function isRunning(room: RoomView): boolean {
  return room.connection.is !== 'closed';
}
