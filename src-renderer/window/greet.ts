import type { RoomView } from '../../src-shared/bridge/rooms.ts';
import type { RoomId } from '../../src-shared/protocol/ids.ts';
import type { AppStore } from './app-store.ts';
import type { FrameStore } from './frame-store.ts';

/** Welcomes whoever came into a room, once per stay (R2.2). Returns what ends it. */
export function greet(app: AppStore, frame: FrameStore): () => void {
  const greeted = new Set<RoomId>();
  return app.subscribe((state, before) => {
    if (state.rooms === before.rooms) return;
    for (const room of state.rooms.values()) {
      if (before.rooms.get(room.room) === room) continue;
      if (room.connection.is === 'closed') greeted.delete(room.room);
      // Rooms that were live already when the window opened have greeted in another one.
      const wasThere = before.phase.is === 'ready';
      if (!isLive(room) || greeted.has(room.room)) continue;
      greeted.add(room.room);
      if (wasThere) {
        frame.notify({
          key: 'notice.welcome',
          params: { room: room.name, name: room.ownName },
        });
      }
    }
  });
}

function isLive(room: RoomView): boolean {
  return room.connection.is === 'live';
}
