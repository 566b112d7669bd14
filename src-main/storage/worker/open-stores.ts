import type { RoomIdentity } from '../../room/ports.ts';
import { openReplica } from '../replica/sqlite-replica.ts';
import type { ReplicaPlace } from '../replica/sqlite-replica.ts';
import { createStoredRoom, openStoredRoom } from '../room/sqlite-room-store.ts';
import { looksDamaged } from '../sqlite/look-through.ts';
import type { CheckedFile } from '../sqlite/kept-database.ts';
import type { CheckedRoom, RoomStorePlace } from '../room/sqlite-room-store.ts';

/** `uncheckedPath`: its database is too large to have been looked through when it was opened. */
export type OpenedStore = { store: number; uncheckedPath: string | undefined };
export type OpenedRoom = OpenedStore & { identity: RoomIdentity; head: number };

/** What can be asked of a worker before anything is open. */
export type StoreOpener = {
  createRoom(place: RoomStorePlace & { identity: RoomIdentity }): Promise<OpenedRoom>;
  openRoom(place: RoomStorePlace): Promise<OpenedRoom>;
  openReplica(place: ReplicaPlace): Promise<OpenedStore>;
  /** True if the database looks damaged, whoever has it open; takes as long as to read all of it. */
  looksDamaged(path: string): Promise<boolean>;
  /** Looks a store's database through, and mends what can be; nothing happens if it is closed. */
  mend(store: number): Promise<void>;
  /** Closes everything. */
  close(): Promise<void>;
};

type OpenStore = { readonly file: CheckedFile };

/** The databases that one worker has open, by number. */
export class OpenStores implements StoreOpener {
  readonly #stores = new Map<number, OpenStore>();
  #lastNumber = 0;

  createRoom: StoreOpener['createRoom'] = async (place) => this.#addRoom(createStoredRoom(place));
  openRoom: StoreOpener['openRoom'] = async (place) => this.#addRoom(openStoredRoom(place));
  openReplica: StoreOpener['openReplica'] = async (place) => this.#add(openReplica(place));
  looksDamaged = looksDamaged;
  mend: StoreOpener['mend'] = async (store) => this.#stores.get(store)?.file.mend();

  async close(): Promise<void> {
    await Promise.all([...this.#stores.values()].map((store) => store.file.close()));
    this.#stores.clear();
  }

  /** Throws for a store that is closed: a defect of the caller. */
  find(number: number): OpenStore {
    const store = this.#stores.get(number);
    if (!store) throw new Error('The store is closed');
    return store;
  }

  forget(number: number): void {
    this.#stores.delete(number);
  }

  #addRoom(store: CheckedRoom): OpenedRoom {
    return { ...this.#add(store), identity: store.identity, head: store.head };
  }

  #add(store: OpenStore): OpenedStore {
    this.#lastNumber += 1;
    this.#stores.set(this.#lastNumber, store);
    return { store: this.#lastNumber, uncheckedPath: store.file.uncheckedPath };
  }
}
