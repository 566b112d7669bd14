import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { everyone } from '../../../src-shared/protocol/ids.ts';
import type { Epoch } from '../../../src-shared/protocol/ids.ts';
import { readPage } from '../room/testing/read-page.ts';
import { identity } from '../room/testing/room-samples.ts';
import { openRoomStore } from '../room/testing/room-stores.ts';
import { linesOf, startScript } from '../testing/run-script.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { restoreBackup } from './restore-backup.ts';
import { backUp, quietWork, roomToBackUp } from './testing/backed-up-room.ts';
import { removeUnfinished } from './thin-out.ts';

const script = new URL('./testing/work-for-ever.ts', import.meta.url);
/** More of them find more: `ODA_KILLS=50`. */
const rounds = Number(process.env['ODA_KILLS'] ?? 8);
const timeoutMs = 15_000 * rounds;

/** Ends it in the midst of its work, somewhere else each time; what it said until then. */
async function killedAfter(ms: number, args: readonly string[]): Promise<string[]> {
  const child = startScript(script, args);
  const said: string[] = [];
  for await (const line of linesOf(child)) {
    said.push(line);
    if (line === 'begun') void pause(ms).then(() => child.kill('SIGKILL'));
  }
  return said;
}

test(
  'killed while it makes backups: the room has all that it acknowledged, and what has the name of a backup is one',
  async () => {
    const room = await roomToBackUp(500);
    await room.store.file.close();
    const said: string[] = [];
    for (let round = 0; round < rounds; round += 1)
      said.push(
        ...(await killedAfter(30 + 70 * (round % 8), ['backups', room.folder, room.backups])),
      );
    const store = openRoomStore({ folder: room.folder });
    const { entries } = await readPage(store.log, { in: everyone, limit: 5000 });
    const texts = new Set(entries.map((entry) => ('text' in entry ? entry.text : '')));
    for (const line of said.filter((one) => one.startsWith('said ')))
      expect(texts).toContain(`message ${line.slice(5)}`);
    await store.file.close();

    await removeUnfinished(room.backups, identity.room);
    const names = readdirSync(room.backups);
    expect(names.filter((name) => !name.endsWith('.odabackup'))).toEqual([]);
    for (const name of names) {
      const job = { path: join(room.backups, name), folder: join(temporaryFolder(), 'restored') };
      const { counts } = await restoreBackup({ ...job, epoch: 'epoch444' as Epoch }, quietWork());
      expect(counts.messages).toBeGreaterThan(500);
    }
  },
  timeoutMs,
);

test(
  'killed while it restores: a room is there whole, or there is none',
  async () => {
    const room = await roomToBackUp(500);
    const { path } = await backUp(room);
    await room.store.file.close();
    const folder = temporaryFolder();
    for (let round = 0; round < rounds; round += 1)
      await killedAfter(30 + 40 * (round % 8), ['restores', folder, path]);
    const made = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'room.db')));
    expect(made.length).toBeGreaterThan(0);
    for (const name of made) {
      const store = openRoomStore({ folder: join(folder, name) });
      expect(store.identity.epoch).toBe('epoch333');
      const page = await readPage(store.log, { in: everyone, limit: 5000 });
      expect(page.entries).toHaveLength(501);
      const stored = join(folder, name, 'files', room.hash.slice(0, 2), room.hash);
      expect(String(readFileSync(stored))).toBe('what the file holds');
      await store.file.close();
      // What was left of making it.
      expect(readdirSync(join(folder, name)).filter((one) => one.includes('.new-'))).toEqual([]);
    }
  },
  timeoutMs,
);
