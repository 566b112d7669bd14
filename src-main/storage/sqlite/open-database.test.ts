import {
  chmodSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { RefusalCode } from '../../../src-shared/protocol/codes.ts';
import { ReplicaError } from '../../client/replica/replica.ts';
import { replicaApplicationId } from '../migrations/replica/0001-first-schema.ts';
import { replicaMigrations } from '../migrations/replica/replica-migrations.ts';
import { roomApplicationId } from '../migrations/room/0001-first-schema.ts';
import { roomMigrations } from '../migrations/room/room-migrations.ts';
import { openReplica } from '../replica/sqlite-replica.ts';
import {
  kitchen,
  profile,
  roomRecord,
  run as messagesOf,
} from '../replica/testing/replica-samples.ts';
import { everyone } from '../../../src-shared/protocol/ids.ts';
import { createRoomStore, openRoomStore } from '../room/testing/room-stores.ts';
import { identity, newRoom, messages } from '../room/testing/room-samples.ts';
import { StoreError } from '../store-error.ts';
import { posix } from '../testing/systems.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { openDatabase } from './open-database.ts';
import { readPage } from '../room/testing/read-page.ts';

type Opened = { file: { close(): Promise<void> } };
type Subject = {
  name: string;
  file: string;
  open: (folder: string, maxPages?: number) => Opened;
  /** Makes a database of some size. */
  fill: (folder: string) => Promise<void>;
  error: typeof StoreError | typeof ReplicaError;
};

const subjects: readonly Subject[] = [
  {
    name: 'a room store',
    file: 'room.db',
    open: (folder) => openRoomStore({ folder }),
    fill: async (folder) => {
      const store = createRoomStore({ folder, ...newRoom });
      await store.log.append(messages(200, { text: 'x'.repeat(1000) }));
      await store.file.close();
    },
    error: StoreError,
  },
  {
    name: 'a replica',
    file: 'replica.db',
    open: (folder) => openReplica({ folder }),
    fill: async (folder) => {
      const replica = openReplica({ folder });
      await replica.rooms.save(roomRecord());
      await replica.entries.add(kitchen, everyone, messagesOf(1, 200, { text: 'x'.repeat(1000) }));
      await replica.file.close();
    },
    error: ReplicaError,
  },
];

describe.each(subjects)('$name', ({ file, open, fill, error }) => {
  async function filled(): Promise<{ folder: string; path: string }> {
    const folder = temporaryFolder();
    await fill(folder);
    return { folder, path: join(folder, file) };
  }

  /** Opening is refused with the code and the path, and the file is as it was. */
  function expectRefusal(folder: string, code: RefusalCode): void {
    const path = join(folder, file);
    const before = readFileSync(path);
    expectThrow(() => open(folder), { code, path });
    expect(readFileSync(path).equals(before)).toBe(true);
  }

  function expectThrow(run: () => unknown, { code, path }: { code: string; path: string }): void {
    expect(run).toThrow(expect.objectContaining({ refusal: { code, subject: path } }));
    expect(run).toThrow(error);
  }

  test('random bytes are corrupt', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, file), Buffer.alloc(50_000, 'no database '));
    expectRefusal(folder, 'data-corrupt');
  });

  test('a file that was cut off is corrupt', async () => {
    const { folder, path } = await filled();
    truncateSync(path, Math.floor(statSync(path).size / 8192) * 4096);
    expectRefusal(folder, 'data-corrupt');
  });

  test('a file of which nothing but its first page is left is corrupt', async () => {
    const { folder, path } = await filled();
    const bytes = readFileSync(path);
    bytes.fill(0xaa, 4096);
    writeFileSync(path, bytes);
    expectRefusal(folder, 'data-corrupt');
  });

  test('the database of another program is corrupt', () => {
    const folder = temporaryFolder();
    const foreign = new DatabaseSync(join(folder, file));
    foreign.exec('CREATE TABLE bookmark (url TEXT); PRAGMA user_version = 1');
    foreign.close();
    expectRefusal(folder, 'data-corrupt');
  });

  test('a database of a newer version is refused as newer', async () => {
    const { folder, path } = await filled();
    const database = new DatabaseSync(path);
    database.exec('PRAGMA user_version = 99');
    database.close();
    expectRefusal(folder, 'data-newer');
  });

  test('what is open already is in use', async () => {
    const { folder, path } = await filled();
    const first = open(folder);
    expectThrow(() => open(folder), { code: 'data-in-use', path });
    await first.file.close();
    await open(folder).file.close();
  });

  test('a folder that is a file is read-only', () => {
    const folder = join(temporaryFolder(), 'file');
    writeFileSync(folder, 'here');
    const path = join(folder, file);
    const make = (): unknown =>
      file === 'room.db' ? createRoomStore({ folder, ...newRoom }) : open(folder);
    expectThrow(make, { code: 'data-read-only', path });
    expect(readFileSync(folder, 'utf8')).toBe('here');
  });

  test('a database that is a folder is read-only', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, file));
    expectThrow(() => open(folder), { code: 'data-read-only', path: join(folder, file) });
  });

  // Windows does not keep a file's owner from writing by its mode.
  test.each(posix)('what one may not write is read-only on %s', async () => {
    const { folder, path } = await filled();
    const refused = { code: 'data-read-only', path };
    chmodSync(path, 0o444);
    asOrdinaryPerson(folder, 0o777, () => expectThrow(() => open(folder), refused));
    chmodSync(path, 0o666);
    asOrdinaryPerson(folder, 0o555, () => expectThrow(() => open(folder), refused));
    await open(folder).file.close();
  });
});

test.each([
  ['room.db', roomApplicationId, roomMigrations],
  ['replica.db', replicaApplicationId, replicaMigrations],
] as const)(
  'W6 whoever writes to %s waits for the disk, from its first moment on',
  (name, applicationId, migrations) => {
    const read = (database: DatabaseSync) =>
      ['synchronous', 'journal_mode', 'locking_mode', 'foreign_keys'].map(
        (pragma) => Object.values(database.prepare(`PRAGMA ${pragma}`).get() ?? {})[0],
      );
    const path = join(temporaryFolder(), name);
    const made: unknown[] = [];
    const open = () =>
      openDatabase(
        { applicationId, migrations },
        {
          path,
          mode: 'made-where-missing',
          cacheKiB: 1024,
          fill: (database) => made.push(...read(database)),
        },
        (opened) => opened,
      );
    // 2 is FULL: every commit is on the disk before it is answered.
    for (let start = 0; start < 2; start += 1) {
      const { database } = open();
      expect(read(database)).toEqual([2, 'wal', 'exclusive', 1]);
      database.close();
    }
    expect(made).toEqual([2, 'memory', 'normal', 1]);
  },
);

test('a room that is not there is told from one that is broken', () => {
  const folder = temporaryFolder();
  expect(() => openRoomStore({ folder })).toThrow('no-such-room');
  writeFileSync(join(folder, 'room.db'), '');
  expect(() => openRoomStore({ folder })).toThrow('no-such-room');
  writeFileSync(join(folder, 'room.db'), 'x');
  expect(() => openRoomStore({ folder })).toThrow('data-corrupt');
});

test('the journal of a room that somebody deleted is not taken for one of the new room', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'room.db');
  const store = createRoomStore({ folder, ...newRoom });
  await store.log.append(messages(3));
  const journal = readFileSync(`${path}-wal`);
  expect(journal.length).toBeGreaterThan(0);
  await store.file.close();
  rmSync(path);
  writeFileSync(`${path}-wal`, journal);
  const fresh = createRoomStore({ folder, ...newRoom });
  onTestFinished(() => fresh.file.close());
  expect((await readPage(fresh.log, { in: everyone, limit: 9 })).entries).toEqual([]);
});

test('a room is never made where one is', async () => {
  const folder = temporaryFolder();
  await createRoomStore({ folder, ...newRoom }).file.close();
  const before = readFileSync(join(folder, 'room.db'));
  const other = { ...identity, name: 'Other' };
  expect(() => createRoomStore({ folder, ...newRoom, identity: other })).toThrow('data-in-use');
  expect(readFileSync(join(folder, 'room.db')).equals(before)).toBe(true);
});

test('a room whose making was interrupted is made anew', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'room.db'), '');
  const store = createRoomStore({ folder, ...newRoom });
  onTestFinished(() => store.file.close());
  expect(store.identity).toEqual(identity);
});

test('a room and a replica are not taken for each other', async () => {
  const folder = temporaryFolder();
  await createRoomStore({ folder, ...newRoom }).file.close();
  writeFileSync(join(folder, 'replica.db'), readFileSync(join(folder, 'room.db')));
  expect(() => openReplica({ folder })).toThrow('data-corrupt');
});

test('no space for a new database is full, not corrupt', () => {
  const [one, two] = [temporaryFolder(), temporaryFolder()];
  expect(() => createRoomStore({ folder: one, ...newRoom, maxPages: 4 })).toThrow('data-full');
  expect(() => openReplica({ folder: two, maxPages: 4 })).toThrow('data-full');
});

test('a full disk refuses what is written to a replica, and the replica goes on', async () => {
  const replica = openReplica({ folder: temporaryFolder(), maxPages: 80 });
  onTestFinished(() => replica.file.close());
  await replica.rooms.save(roomRecord());
  const large = messagesOf(1, 200, { text: 'large '.repeat(1000) });
  await expect(replica.entries.add(kitchen, everyone, large)).rejects.toThrow(
    expect.objectContaining({ refusal: expect.objectContaining({ code: 'data-full' }) as unknown }),
  );
  expect((await replica.entries.add(kitchen, everyone, messagesOf(1, 3))).lastSeq).toBe(3);
  expect((await replica.search.find({ text: 'message', limit: 9 })).hits).toHaveLength(3);
  expect((await replica.search.find({ text: 'g', limit: 9 })).hits).toHaveLength(3);
  expect(await replica.profile.readOrMake(profile)).toEqual(profile);
});

/** Root may write everywhere, so if the tests run as root, another account tries. */
function asOrdinaryPerson(folder: string, mode: number, run: () => void): void {
  const isRoot = process.geteuid?.() === 0;
  chmodSync(folder, mode);
  if (isRoot) process.seteuid?.(65_534);
  try {
    run();
  } finally {
    if (isRoot) process.seteuid?.(0);
    chmodSync(folder, 0o700);
  }
}
