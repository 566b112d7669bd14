import type { NewRoom } from '../../room/ports.ts';
import { BackupJobs } from '../backup/backup-jobs.ts';
import { openReplica } from '../replica/sqlite-replica.ts';
import type { ReplicaPlace } from '../replica/sqlite-replica.ts';
import { createStoredRoom, openStoredRoom } from '../room/sqlite-room-store.ts';
import { looksDamaged } from '../sqlite/look-through.ts';
import type { CheckedFile } from '../sqlite/kept-database.ts';
import type { CheckedRoom, RoomStorePlace } from '../room/sqlite-room-store.ts';

/** `uncheckedPath`: its database is too large to have been looked through when it was opened. */
export type OpenedStore = { store: number; uncheckedPath: string | undefined };
export type OpenedRoom = OpenedStore & NewRoom & { head: number };

/** What can be asked of a worker before anything is open. */
export type StoreOpener = Omit<OpenStores, 'find' | 'forget' | 'backups'>;

type OpenStore = { readonly file: CheckedFile };

/** The databases that one worker has open, by number. */
export class OpenStores {
  readonly backups = new BackupJobs();
  readonly #stores = new Map<number, OpenStore>();
  #lastNumber = 0;

  createRoom = async (place: RoomStorePlace & NewRoom) => this.#addRoom(createStoredRoom(place));
  openRoom = async (place: RoomStorePlace) => this.#addRoom(openStoredRoom(place));
  openReplica = async (place: ReplicaPlace) => this.#add(openReplica(place));
  /** True if the database looks damaged, whoever has it open; takes as long as to read all of it. */
  looksDamaged = looksDamaged;
  /** Looks a store's database through, and mends what can be; nothing happens if it is closed. */
  mend = async (store: number) => this.#stores.get(store)?.file.mend();

  /** Closes everything. */
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
    const { identity, key, head } = store;
    return { ...this.#add(store), identity, key, head };
  }

  #add(store: OpenStore): OpenedStore {
    this.#lastNumber += 1;
    this.#stores.set(this.#lastNumber, store);
    return { store: this.#lastNumber, uncheckedPath: store.file.uncheckedPath };
  }
}
