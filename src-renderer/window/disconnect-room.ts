import type { RoomInside } from '../../src-shared/bridge/rooms.ts';
import type { AppStore } from './app-store.ts';
import type { FrameStore } from './frame-store.ts';
import { goTo } from './route.ts';

type Stores = { app: AppStore; frame: FrameStore };

/** Disconnects from a room, which stays in the list; after a question if that closes it for everybody. */
export function askToDisconnect(stores: Stores, room: RoomInside): void {
  if (room.hosted) stores.frame.ask({ to: 'close', room });
  else void disconnectRoom(stores, room);
}

/** Says goodbye, closes the connection and goes to the welcome (R1.6, R3.6). */
export async function disconnectRoom({ app, frame }: Stores, room: RoomInside): Promise<void> {
  const { route } = app.getState();
  // Away first: the room's screen would open a closed room again.
  if (route.to !== 'welcome' && route.room === room.room) goTo({ to: 'welcome' });
  const answer = await app.disconnect(room.room);
  if (answer.ok) {
    frame.notify({
      key: room.hosted ? 'notice.closed' : 'notice.goodbye',
      params: { room: room.name },
    });
  } else {
    frame.refuse(answer.refusal);
  }
}
