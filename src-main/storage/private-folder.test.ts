import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openReplica } from './replica/sqlite-replica.ts';
import { createRoomStore } from './room/testing/room-stores.ts';
import { newRoom, messages } from './room/testing/room-samples.ts';
import { keepPrivate } from './private-folder.ts';
import { posix } from './testing/systems.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

/** Files that everybody may read, in folders that everybody may look into, as an older version left them. */
function openFolder(files: readonly string[]): string {
  const folder = temporaryFolder();
  for (const file of files) {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, 'words');
  }
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    openUp(folder, path);
  openUp(folder, '');
  return folder;
}

function openUp(folder: string, path: string): void {
  const whole = join(folder, path);
  chmodSync(whole, statSync(whole).isDirectory() ? 0o755 : 0o644);
}

const modeOf = (folder: string, path = ''): string =>
  (statSync(join(folder, path)).mode & 0o777).toString(8);

const stored = [
  'profile/replica.db',
  'profile/replica.db-wal',
  'profile/replica.db-shm',
  'profile/replica.db.new-1a2b3c4d',
  'rooms/kitchen/room.db',
  'rooms/kitchen/room.db-wal',
  'rooms/kitchen/log/host.log',
  'rooms/kitchen/log/host.1.log',
  'terminal/ali/profile/replica.db',
  'window.json',
];

describe.each(posix)('on %s', () => {
  test('what an older version left open to everybody is closed, every folder and every file', () => {
    const folder = openFolder(stored);
    keepPrivate(folder);
    expect(modeOf(folder)).toBe('700');
    for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
      expect(modeOf(folder, path), path).toBe(/\.\w/.test(path) ? '600' : '700');
  });

  test('a folder that holds other things too keeps its mode, and only ours are closed', () => {
    const folder = openFolder(['room.db', 'log/host.log', 'thesis.txt', 'photos/one.png']);
    keepPrivate(folder);
    expect(modeOf(folder)).toBe('755');
    expect(modeOf(folder, 'room.db')).toBe('600');
    expect(modeOf(folder, 'log')).toBe('700');
    expect(modeOf(folder, 'log/host.log')).toBe('600');
    for (const path of ['thesis.txt', 'photos/one.png']) expect(modeOf(folder, path)).toBe('644');
    expect(modeOf(folder, 'photos')).toBe('755');
  });

  test('a link out of the folder is not followed', () => {
    const elsewhere = openFolder(['window.json', 'log/a.log']);
    const folder = openFolder(['room.db']);
    symlinkSync(join(elsewhere, 'log'), join(folder, 'log'));
    symlinkSync(join(elsewhere, 'window.json'), join(folder, 'window.json'));
    keepPrivate(folder);
    expect(modeOf(elsewhere, 'log')).toBe('755');
    expect(modeOf(elsewhere, 'window.json')).toBe('644');
  });

  test('the databases, and what SQLite keeps beside them, are made for nobody else', async () => {
    const before = process.umask(0);
    onTestFinished(() => void process.umask(before));
    const folder = join(temporaryFolder(), 'deep', 'data');
    const replica = openReplica({ folder });
    const store = createRoomStore({ folder, ...newRoom });
    await store.log.append(messages(3));
    await replica.profile.saveSettings({ name: 'ali' });
    const names = readdirSync(folder);
    expect(names).toEqual(expect.arrayContaining(['replica.db-wal', 'room.db-wal']));
    for (const name of names) expect(modeOf(folder, name), name).toBe('600');
    expect(modeOf(folder)).toBe('700');
    await Promise.all([replica.file.close(), store.file.close()]);
  });
});

test('where there is nothing yet nothing is made, and what is private stays as it is', () => {
  const folder = temporaryFolder();
  keepPrivate(join(folder, 'not-there'));
  expect(readdirSync(folder)).toEqual([]);
  writeFileSync(join(folder, 'room.db'), 'words', { mode: 0o600 });
  keepPrivate(folder);
  expect(readFileSync(join(folder, 'room.db'), 'utf8')).toBe('words');
});
