import { z } from 'zod';
import type { Refusal } from '../protocol/codes.ts';

export const backupTimes = ['off', 'daily', 'weekly'] as const;
export type BackupEvery = (typeof backupTimes)[number];

/** What a backup's file ends with. */
export const backupEnding = '.odabackup';

const count = z.int().nonnegative();

/** What is in a backup, as it was counted in the room that was restored from it to try it. */
export const backupCounts = z.object({
  messages: count,
  members: count,
  files: count,
  /** Of the room's database and of all files. */
  bytes: count,
});
export type BackupCounts = z.infer<typeof backupCounts>;

/** What is being done; a part of all its bytes, where that is known. */
export type BackupProgress = {
  step: 'copying' | 'packing' | 'checking' | 'restoring';
  done: number;
  total: number;
};

/** What became of the last one: where it lies, or why there is none. */
export type BackupEnd = { at: number } & (
  | { path: string; counts: BackupCounts }
  | { refusal: Refusal }
);

/** Backups of one hosted room. */
export type BackupState = {
  folder: string;
  every: BackupEvery;
  running?: BackupProgress | undefined;
  last?: BackupEnd | undefined;
};
