import type { NewRoom, RoomStore } from '../../../room/ports.ts';
import { followed } from '../followed-log.ts';
import type { StoredRoom } from '../followed-log.ts';
import {
  createStoredRoom,
  createStoredRoomInMemory,
  openStoredRoom,
} from '../sqlite-room-store.ts';

/** As a program has them that opens rooms in a worker, but here. */
export const createRoomStore = (...options: Parameters<typeof createStoredRoom>) =>
  open(createStoredRoom(...options));
export const openRoomStore = (...options: Parameters<typeof openStoredRoom>) =>
  open(openStoredRoom(...options));

/** Forty times as quick as one in a folder. */
export const createRoomStoreInMemory = (room: NewRoom, freeBytes?: () => number) =>
  open(createStoredRoomInMemory(room, freeBytes));

function open<S extends StoredRoom>(stored: S): RoomStore & Pick<S, 'file'> {
  return { ...followed(stored), file: stored.file };
}
