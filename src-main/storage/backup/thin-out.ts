import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { backupEnding } from '../../../src-shared/host/backup.ts';
import type { RoomId } from '../../../src-shared/protocol/ids.ts';
import { diskRefusalCode, StoreError } from '../store-error.ts';
import type { BackupFacts } from './backup-store.ts';
import type { Manifest } from './manifest.ts';
import { openBackup } from './open-backup.ts';

/** Of each of the last so many periods that have one, the newest is kept. */
const keptPeriods = [
  [7, dayOf],
  [4, weekOf],
  [12, monthOf],
] as const;

/** What is being written, or was when the program ended: one a room. */
export function unfinishedBackup(folder: string, room: RoomId): string {
  return join(folder, `.${room}${backupEnding}.part`);
}

/** What a program that was killed has left; a disk that is gone has nothing left to remove. */
export async function removeUnfinished(folder: string, room: RoomId): Promise<void> {
  try {
    await rm(unfinishedBackup(folder, room), { force: true });
  } catch (error) {
    if (diskRefusalCode(error) === undefined) throw error;
  }
}

/** Which of these times stay: the last 7 days that have one, 4 weeks, 12 months. */
export function keptTimes(times: readonly number[]): Set<number> {
  const newestFirst = times.toSorted((one, other) => other - one);
  const kept = new Set<number>();
  for (const [most, periodOf] of keptPeriods) {
    const periods = new Set<string>();
    for (const time of newestFirst) {
      const period = periodOf(new Date(time));
      if (periods.has(period)) continue;
      if (periods.size === most) break;
      periods.add(period);
      kept.add(time);
    }
  }
  return kept;
}

function dayOf(at: Date): string {
  return `${monthOf(at)}-${at.getDate()}`;
}

/** By its Monday. */
function weekOf(at: Date): string {
  return dayOf(new Date(at.getFullYear(), at.getMonth(), at.getDate() - ((at.getDay() + 6) % 7)));
}

function monthOf(at: Date): string {
  return `${at.getFullYear()}-${at.getMonth()}`;
}

export async function thinOut({ folder, room }: { folder: string; room: RoomId }): Promise<number> {
  const scheduled: { path: string; madeAt: number }[] = [];
  try {
    for (const name of await readdir(folder)) {
      if (!name.endsWith(backupEnding)) continue;
      const path = join(folder, name);
      const manifest = await lookInto(path);
      if (manifest?.room.id === room && manifest.isScheduled)
        scheduled.push({ path, madeAt: manifest.madeAt });
    }
    const kept = keptTimes(scheduled.map(({ madeAt }) => madeAt));
    const gone = scheduled.filter(({ madeAt }) => !kept.has(madeAt));
    for (const { path } of gone) await rm(path, { force: true });
    return gone.length;
  } catch (error) {
    // Whoever makes the next one is told that the folder is gone.
    if (diskRefusalCode(error) === undefined) throw error;
    return 0;
  }
}

/** Whose backup it is, as far as it says so itself. */
export async function lookAtBackup(path: string): Promise<BackupFacts> {
  const backup = await openBackup(path);
  backup.close();
  const { id, name, port } = backup.manifest.room;
  return { room: id, name, port };
}

/** Undefined if it is none, or damaged: it is not for us to remove. */
async function lookInto(path: string): Promise<Manifest | undefined> {
  try {
    const backup = await openBackup(path);
    backup.close();
    return backup.manifest;
  } catch (error) {
    if (error instanceof StoreError) return undefined;
    throw error;
  }
}
