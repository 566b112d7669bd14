import type { BackupCounts, BackupProgress } from '../../../src-shared/host/backup.ts';
import type { Epoch, RoomId } from '../../../src-shared/protocol/ids.ts';

/** How whoever waits for a backup hears of it, and stops it: with `backup-stopped`. */
export type Work = { signal: AbortSignal; progress: (progress: BackupProgress) => void };

export type PackJob = {
  /** Nobody else uses it: holds a copy of the room's database by the name of `copyName`, and what the backup is tried in. */
  workFolder: string;
  filesFolder: string;
  folder: string;
  madeAt: number;
  isScheduled: boolean;
  /** At which the room was reached. */
  port: number;
};

export type RestoreJob = {
  path: string;
  /** Has no room yet. */
  folder: string;
  /** Of the log as it goes on from here (W9); if it is missing, the backup is only tried, and no file is kept. */
  epoch?: Epoch;
};

export type PackedBackup = { path: string; counts: BackupCounts };

export type BackupFacts = { room: RoomId; name: string; port: number };
export type RestoredRoom = BackupFacts & { counts: BackupCounts };

/** Makes files of rooms, and rooms of files; all of it rejects with a `StoreError`, and leaves nothing behind then. */
export interface BackupStore {
  pack(job: PackJob, work: Work): Promise<PackedBackup>;
  restore(job: RestoreJob, work: Work): Promise<RestoredRoom>;
  /** Whose backup it is, as far as it says so itself. */
  look(path: string): Promise<BackupFacts>;
  /** Removes scheduled ones of this room that are not kept any longer; how many. */
  thinOut(place: { folder: string; room: RoomId }): Promise<number>;
}

/** Where the room's own thread writes the copy. */
export const copyName = 'copy.db';
