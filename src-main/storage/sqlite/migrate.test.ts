import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { everyone } from '../../../src-shared/protocol/ids.ts';
import { replicaMigrations } from '../migrations/replica/replica-migrations.ts';
import { roomMigrations } from '../migrations/room/room-migrations.ts';
import { openReplica } from '../replica/sqlite-replica.ts';
import { kitchen, roomRecord, run, waiting } from '../replica/testing/replica-samples.ts';
import { createRoomStore, openRoomStore } from '../room/testing/room-stores.ts';
import { newRoom, messages } from '../room/testing/room-samples.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { migrate, schemaVersion } from './migrate.ts';
import type { Migration } from './migrate.ts';
import { readPage } from '../room/testing/read-page.ts';

/** A step after the newest of `migrations`. */
function moods(migrations: readonly Migration[]): Migration {
  return {
    version: migrations.length + 1,
    up: (database) => database.exec('CREATE TABLE mood (mood TEXT NOT NULL) STRICT'),
  };
}
const broken: Migration = {
  version: roomMigrations.length + 2,
  up: () => {
    throw new Error('broken');
  },
};

test.each([
  ['room', roomMigrations],
  ['replica', replicaMigrations],
] as const)('the steps of %s count 1, 2, 3… and make STRICT tables only', (_, migrations) => {
  expect(migrations.map(({ version }) => version)).toEqual(
    migrations.map((_step, index) => index + 1),
  );
  const database = new DatabaseSync(':memory:');
  onTestFinished(() => database.close());
  migrate(database, migrations);
  expect(schemaVersion(database)).toBe(migrations.length);
  const loose = database
    .prepare(`SELECT name FROM pragma_table_list WHERE strict = 0 AND name NOT LIKE 'sqlite_%'`)
    .all();
  expect(loose).toEqual([]);
});

test('a room of the version before is brought forward and keeps its rows', async () => {
  const folder = temporaryFolder();
  const older = createRoomStore({ folder, ...newRoom });
  await older.log.append(messages(5));
  await older.file.close();
  const migrations = [...roomMigrations, moods(roomMigrations)];
  const newer = openRoomStore({ folder }, { migrations });
  expect((await readPage(newer.log, { in: everyone, limit: 9 })).entries).toHaveLength(5);
  await newer.file.close();
  expect(() => openRoomStore({ folder })).toThrow('data-newer');
});

test('a replica of the version before is brought forward and keeps its rows', async () => {
  const folder = temporaryFolder();
  const older = openReplica({ folder });
  await older.rooms.save(roomRecord());
  await older.entries.add(kitchen, everyone, run(1, 5));
  await older.file.close();
  const newer = openReplica(
    { folder },
    { migrations: [...replicaMigrations, moods(replicaMigrations)] },
  );
  expect((await newer.search.find({ text: 'message', limit: 9 })).hits).toHaveLength(5);
  await newer.file.close();
  expect(() => openReplica({ folder })).toThrow('data-newer');
});

test('what waited before it was kept whether it went out counts as such', async () => {
  const folder = temporaryFolder();
  const older = openReplica({ folder });
  await older.rooms.save(roomRecord());
  await older.outbox.add(kitchen, waiting(1));
  await older.file.close();
  const database = new DatabaseSync(join(folder, 'replica.db'));
  database.exec(`
    ALTER TABLE conversation DROP COLUMN draft_aim;
    ALTER TABLE outbox DROP COLUMN went_out;
    PRAGMA user_version = 2`);
  database.close();
  const newer = openReplica({ folder });
  expect(await newer.outbox.list(kitchen)).toEqual([waiting(1, { wentOut: true })]);
  await newer.file.close();
});

test('a step that fails leaves the database as it was, without the steps before it', async () => {
  const folder = temporaryFolder();
  await createRoomStore({ folder, ...newRoom }).file.close();
  const migrations = [...roomMigrations, moods(roomMigrations), broken];
  expect(() => openRoomStore({ folder }, { migrations })).toThrow('broken');
  const database = new DatabaseSync(join(folder, 'room.db'));
  expect(schemaVersion(database)).toBe(roomMigrations.length);
  expect(() => database.prepare('SELECT * FROM mood')).toThrow('no such table');
  database.close();
  await openRoomStore({ folder }).file.close();
});

test('an older database on a disk without space for the step is refused and stays as it was', async () => {
  const folder = temporaryFolder();
  const older = createRoomStore({ folder, ...newRoom });
  await older.log.append(messages(400, { text: 'x'.repeat(2000) }));
  await older.file.close();
  const database = new DatabaseSync(join(folder, 'room.db'));
  const pages = Number(database.prepare('PRAGMA page_count').get()?.['page_count']);
  database.close();
  const copied: Migration = {
    version: roomMigrations.length + 1,
    up: (outgrown) =>
      outgrown.exec(`
        ALTER TABLE entry RENAME TO outgrown;
        CREATE TABLE entry AS SELECT * FROM outgrown`),
  };
  const migrations = [...roomMigrations, copied];
  expect(() => openRoomStore({ folder, maxPages: pages + 50 }, { migrations })).toThrow(
    'data-full',
  );
  const store = openRoomStore({ folder });
  onTestFinished(() => store.file.close());
  const page = await readPage(store.log, { in: everyone, limit: 1000, after: 390 });
  expect(page.entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 10 }, (_, i) => i + 391));
});
