import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { BackupEnd } from '../../src-shared/host/backup.ts';
import { ManualClock } from '../../src-shared/outside/manual-clock.ts';
import { backupStore } from '../storage/backup/backup-jobs.ts';
import { roomToBackUp } from '../storage/backup/testing/backed-up-room.ts';
import { RoomBackups } from './room-backups.ts';

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;

async function roomWithBackups() {
  const room = await roomToBackUp(20);
  const clock = new ManualClock();
  const ends: BackupEnd[] = [];
  const unstarted = (): RoomBackups => {
    const backups = new RoomBackups({
      store: room.store,
      backups: backupStore,
      folder: room.folder,
      usualFolder: join(room.folder, 'usual'),
      port: () => 12_345,
      clock,
      changed: () => undefined,
      ended: (end) => void ends.push(end),
      reportDefect: (error) => {
        throw error;
      },
    });
    onTestFinished(() => backups.stop());
    return backups;
  };
  const open = async (): Promise<RoomBackups> => {
    const backups = unstarted();
    await backups.start();
    return backups;
  };
  const made = (): string[] => readdirSync(room.backups).sort();
  const ended = async (count: number, backups: RoomBackups): Promise<void> => {
    while (ends.length < count || backups.state.running) await nextTurn();
  };
  return { ...room, clock, ends, unstarted, open, made, ended };
}

describe('backups of a room', () => {
  it('are told with what is in them, and nothing else of them stays', async () => {
    const { open, ends, folder } = await roomWithBackups();
    const backups = await open();
    await backups.make();
    expect(ends).toMatchObject([{ counts: { messages: 21, members: 0, files: 1 } }]);
    expect(ends[0]).toHaveProperty('path', expect.stringContaining(join('usual', 'Kitchen ')));
    expect(backups.state).toMatchObject({ every: 'off', running: undefined, last: ends[0] });
    expect(readdirSync(folder)).not.toContain('backup-work');
  });

  it('come by themselves every day, also after a new start; old ones go, others’ stay', async () => {
    const room = await roomWithBackups();
    const { clock, ends, made, ended } = room;
    writeFileSync(join(room.backups, 'foreign.odabackup'), 'somebody else’s');
    let backups = await room.open();
    backups.change({ folder: room.backups });
    await backups.make();
    backups.change({ every: 'daily' });
    const first = made();
    expect(first).toHaveLength(2);
    for (let day = 1; day <= 40; day += 1) {
      clock.advance(dayMs);
      await ended(1 + day, backups);
      if (day !== 20) continue;
      await backups.stop();
      backups = await room.open();
      expect(backups.state).toMatchObject({ every: 'daily', folder: room.backups });
    }
    clock.advance(hourMs);
    expect(ends).toHaveLength(41);
    // 7 days, 4 weeks (at most 3 further ones), 12 months (at most 2 further ones).
    const scheduled = made().filter((name) => !first.includes(name));
    expect(made()).toEqual(expect.arrayContaining(first));
    expect(scheduled.length).toBeGreaterThanOrEqual(9);
    expect(scheduled.length).toBeLessThanOrEqual(12);
  }, 60_000);

  it('a folder that went is told, and it is tried again every hour until it is back', async () => {
    const room = await roomWithBackups();
    const { clock, ends, ended } = room;
    const backups = await room.open();
    backups.change({ folder: room.backups });
    rmSync(room.backups, { recursive: true });
    backups.change({ every: 'daily' });
    await ended(1, backups);
    expect(ends).toMatchObject([{ refusal: { code: 'backup-folder', subject: room.backups } }]);
    expect(existsSync(room.backups)).toBe(false);
    clock.advance(hourMs / 2);
    expect(backups.state.running).toBeUndefined();
    clock.advance(hourMs);
    await ended(2, backups);
    expect(() => backups.change({ folder: room.backups })).toThrow('backup-folder');
    expect(() => backups.change({ folder: 'relative' })).toThrow('backup-folder');
  });

  it('stopped before its copy begins, makes none', async () => {
    const room = await roomWithBackups();
    const backups = await room.open();
    const { file } = room.store;
    let copies = 0;
    const { copyTo } = file;
    Object.assign(file, {
      copyTo: async (path: string) => {
        copies += 1;
        return copyTo.call(file, path);
      },
    });
    const making = backups.make();
    // The room is asked for its size just now.
    await Promise.all([backups.cancel(), expect(making).rejects.toThrow('backup-stopped')]);
    expect(copies).toBe(0);
  });

  it('changed before the start, none is made until then', async () => {
    const room = await roomWithBackups();
    const backups = room.unstarted();
    backups.change({ folder: room.backups, every: 'daily' });
    expect(backups.state.running).toBeUndefined();
    await backups.start();
    await room.ended(1, backups);
    expect(room.made()).toHaveLength(1);
  });

  it('one at a time; stopped, it leaves nothing, and the next one is made', async () => {
    const room = await roomWithBackups();
    const backups = await room.open();
    backups.change({ folder: room.backups });
    const making = backups.make();
    await expect(backups.make()).rejects.toThrow('backup-running');
    await Promise.all([backups.cancel(), expect(making).rejects.toThrow('backup-stopped')]);
    expect(room.made()).toEqual([]);
    expect(room.ends).toEqual([]);
    await backups.make();
    expect(room.made()).toHaveLength(1);
  });
});
