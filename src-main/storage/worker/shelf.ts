import type { Replica } from '../../client/replica-port.ts';
import type { RoomIdentity, RoomStore } from '../../room/ports.ts';
import { openReplica } from '../replica/sqlite-replica.ts';
import type { ReplicaPlace } from '../replica/sqlite-replica.ts';
import { createRoomStore, openRoomStore } from '../room/sqlite-room-store.ts';
import type { RoomStorePlace } from '../room/sqlite-room-store.ts';

export type OpenedRoom = { store: number; identity: RoomIdentity; isMended: boolean };

/** What can be asked of a worker before anything is open. */
export type StoreShelf = {
  createRoom(place: RoomStorePlace & { identity: RoomIdentity }): Promise<OpenedRoom>;
  openRoom(place: RoomStorePlace): Promise<OpenedRoom>;
  openReplica(place: ReplicaPlace): Promise<number>;
  /** Closes everything. */
  close(): Promise<void>;
};

/** The databases that one worker has open, by number. */
export class Shelf implements StoreShelf {
  readonly #stores = new Map<number, RoomStore | Replica>();
  #lastNumber = 0;

  async createRoom(place: RoomStorePlace & { identity: RoomIdentity }): Promise<OpenedRoom> {
    return this.#addRoom(createRoomStore(place));
  }

  async openRoom(place: RoomStorePlace): Promise<OpenedRoom> {
    return this.#addRoom(openRoomStore(place));
  }

  async openReplica(place: ReplicaPlace): Promise<number> {
    return this.#add(openReplica(place));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#stores.values()].map((store) => store.close()));
    this.#stores.clear();
  }

  /** Throws for a store that is closed: a defect of the caller. */
  store(number: number): RoomStore | Replica {
    const store = this.#stores.get(number);
    if (!store) throw new Error('The store is closed');
    return store;
  }

  forget(number: number): void {
    this.#stores.delete(number);
  }

  #addRoom(store: RoomStore): OpenedRoom {
    return { store: this.#add(store), identity: store.identity, isMended: store.isMended };
  }

  #add(store: RoomStore | Replica): number {
    this.#lastNumber += 1;
    this.#stores.set(this.#lastNumber, store);
    return this.#lastNumber;
  }
}
