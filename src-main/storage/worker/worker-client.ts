import { ReplicaError } from '../../client/replica/replica.ts';
import type { Replica } from '../../client/replica/replica.ts';
import type { NewRoom, RoomStore } from '../../room/ports.ts';
import type { BackupStore } from '../backup/backup-store.ts';
import type { ReplicaPlace } from '../replica/sqlite-replica.ts';
import type { RoomStorePlace } from '../room/sqlite-room-store.ts';
import { StoreError } from '../store-error.ts';
import { remoteBackups, remoteReplica, remoteRoomStore, remoteOpener } from './remote-stores.ts';
import { BackgroundChecks } from './background-checks.ts';
import { WorkerOnDemand } from './worker-link.ts';
import type { WorkerLink } from './worker-link.ts';

/**
 * Where rooms and the replica are kept: SQLite in worker threads, so that no disk ever holds up the loop
 * that serves sockets and windows. Opening throws `StoreError` (rooms) or `ReplicaError`.
 */
export interface Storage {
  /** Makes a room's store in a folder that has none. */
  createRoom(place: RoomStorePlace & NewRoom): Promise<RoomStore>;
  openRoom(place: RoomStorePlace): Promise<RoomStore>;
  /** Made if it is missing. */
  openReplica(place: ReplicaPlace): Promise<Replica>;
  /** In a worker of its own, which ends with the last of them. */
  readonly backups: BackupStore;
  /** Commits and closes whatever is open. */
  close(): Promise<void>;
}

export type StorageOptions = {
  /** The built `storage-worker.cjs`, or `storage-worker.ts` from source. */
  workerUrl: URL;
  /** A worker ended by itself: what it had open refuses from now on, what is opened next gets a new one. */
  died?: (cause: Error) => void;
};

/** Rooms and the replica have a worker each: a long search never delays what a host acknowledges. */
export function openStorage({ workerUrl, died = () => undefined }: StorageOptions): Storage {
  const rooms = new WorkerOnDemand({ workerUrl, died, refuse: noMoreRooms });
  const replica = new WorkerOnDemand({
    workerUrl,
    died,
    refuse: (cause) => new ReplicaError({ code: 'store-failed' }, { cause }),
  });
  const checker = new WorkerOnDemand({ workerUrl, died, refuse: noMoreRooms });
  const packer = new WorkerOnDemand({ workerUrl, died, refuse: noMoreRooms });
  const checks = new BackgroundChecks(checker, died);
  const close = (link: WorkerLink) => remoteOpener(link).close();
  return {
    createRoom: async (place) => {
      const link = rooms.link();
      return remoteRoomStore(link, await remoteOpener(link).createRoom(place));
    },
    openRoom: async (place) => {
      const link = rooms.link();
      const opened = await remoteOpener(link).openRoom(place);
      checks.begin(link, opened);
      return remoteRoomStore(link, opened);
    },
    openReplica: async (place) => {
      const link = replica.link();
      const opened = await remoteOpener(link).openReplica(place);
      checks.begin(link, opened);
      return remoteReplica(link, opened);
    },
    backups: backupsOnDemand(packer),
    // What a check has not found by now is looked for at the next start.
    close: async () => {
      await Promise.all([rooms.end(close), replica.end(close), checker.end(), packer.end()]);
    },
  };
}

function backupsOnDemand(packer: WorkerOnDemand): BackupStore {
  let running = 0;
  const inWorker = async <T>(run: (backups: BackupStore) => Promise<T>): Promise<T> => {
    running += 1;
    try {
      return await run(remoteBackups(packer.link()));
    } finally {
      running -= 1;
      if (running === 0) await packer.end();
    }
  };
  return {
    pack: (job, work) => inWorker((backups) => backups.pack(job, work)),
    restore: (job, work) => inWorker((backups) => backups.restore(job, work)),
    look: (path) => inWorker((backups) => backups.look(path)),
    thinOut: (place) => inWorker((backups) => backups.thinOut(place)),
  };
}

function noMoreRooms(cause: Error): StoreError {
  return new StoreError({ code: 'store-failed' }, { cause });
}
