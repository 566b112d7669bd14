import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  copyFileSync,
  createWriteStream,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { buffer } from 'node:stream/consumers';
import { openPromise } from 'yauzl';
import { ZipFile } from 'yazl';
import { describe, expect, test } from 'vitest';
import { everyone } from '../../../src-shared/protocol/ids.ts';
import type { Epoch } from '../../../src-shared/protocol/ids.ts';
import { FileFolder } from '../../files/file-folder.ts';
import { ali, identity, message } from '../room/testing/room-samples.ts';
import { readPage } from '../room/testing/read-page.ts';
import { openRoomStore } from '../room/testing/room-stores.ts';
import { StoreError } from '../store-error.ts';
import { damagePage } from '../testing/damage-page.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import type { Manifest } from './manifest.ts';
import { restoreBackup } from './restore-backup.ts';
import { backUp, quietWork, roomToBackUp } from './testing/backed-up-room.ts';

const epoch = 'epoch111' as Epoch;

function restore(path: string, folder: string) {
  return restoreBackup({ path, folder, epoch }, quietWork());
}

/** What a restore is refused with; nothing of it may be left then. */
async function refusalOf(path: string): Promise<string> {
  const folder = join(temporaryFolder(), 'restored');
  const error: unknown = await restore(path, folder).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(StoreError);
  expect(existsSync(folder)).toBe(false);
  return (error as StoreError).refusal.code;
}

async function partsOf(path: string): Promise<Map<string, Buffer>> {
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false });
  const parts = new Map<string, Buffer>();
  for await (const entry of zip.eachEntry())
    parts.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)));
  zip.close();
  return parts;
}

async function writeZip(parts: Iterable<[string, Buffer]>): Promise<string> {
  const path = join(temporaryFolder(), 'made.odabackup');
  const zip = new ZipFile();
  for (const [name, bytes] of parts) zip.addBuffer(bytes, name, { compress: bytes.length > 1e5 });
  zip.end();
  const file = createWriteStream(path);
  zip.outputStream.pipe(file);
  await once(file, 'finish');
  return path;
}

/** The same backup with something else in its manifest. */
async function withManifest(path: string, change: (manifest: Manifest) => object) {
  const parts = await partsOf(path);
  const said = JSON.parse(String(parts.get('manifest.json'))) as Manifest;
  parts.set('manifest.json', Buffer.from(JSON.stringify(change(said))));
  return writeZip(parts);
}

describe('a backup of a room', () => {
  test('is one file for nobody else, named after room and time, and says what is in it', async () => {
    const room = await roomToBackUp();
    const made = await backUp(room);
    expect(readdirSync(room.backups)).toEqual([
      expect.stringMatching(/^Kitchen 2026-11-2\d \d\d\.\d\d\.odabackup$/),
    ]);
    expect(statSync(made.path).mode & 0o777).toBe(0o600);
    expect(made.counts).toMatchObject({ messages: 301, members: 0, files: 1 });
    const again = await backUp(room);
    expect(again.path).toMatch(/ \(2\)\.odabackup$/);
  });

  test('W9 the room that comes of it is the same one in another epoch, with all that was said and sent', async () => {
    const room = await roomToBackUp();
    const { path } = await backUp(room);
    const folder = join(temporaryFolder(), 'restored');
    const restored = await restore(path, folder);
    expect(restored).toMatchObject({ room: identity.room, name: 'Kitchen', port: 12_345 });
    const store = openRoomStore({ folder });
    expect(store.identity).toEqual({ ...identity, epoch });
    expect(store.key).toEqual(room.store.key);
    const here = await readPage(store.log, { in: everyone, limit: 500 });
    const there = await readPage(room.store.log, { in: everyone, limit: 500 });
    expect(here).toEqual(there);
    const files = new FileFolder(join(folder, 'files'));
    expect(String(await files.readAll(room.hash))).toBe('what the file holds');
    expect(await store.files.find({ in: everyone, seq: 301, hash: room.hash })).toEqual({
      size: 19,
      isKept: true,
      from: ali,
    });
    await store.file.close();
  });

  test('a room whose index was mended is backed up and restored like any other', async () => {
    const room = await roomToBackUp();
    await room.store.file.close();
    damagePage(join(room.folder, 'room.db'), 'entry_by_cid');
    const store = openRoomStore({ folder: room.folder });
    expect(await store.file.nextFinding()).toBe('index-rebuilt');
    const { path, counts } = await backUp({ ...room, store });
    expect(counts).toMatchObject({ messages: 301 });
    const folder = join(temporaryFolder(), 'restored');
    expect(await restore(path, folder)).toMatchObject({ name: 'Kitchen' });
    await store.file.close();
  });

  test('what is written meanwhile is in it or not, and never half', async () => {
    const room = await roomToBackUp(5000);
    const target = join(room.folder, 'copy.db');
    let isOver = false;
    const copying = room.store.file.copyTo(target).finally(() => (isOver = true));
    let written = 0;
    while (!isOver) {
      written += 10;
      const from = 20_000 + written;
      await room.store.log.append(Array.from({ length: 10 }, (_, at) => message(from + at)));
    }
    await copying;
    const copy = new DatabaseSync(target);
    const { n } = copy.prepare('SELECT count(*) AS n FROM entry').get() as { n: number };
    expect(copy.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    copy.close();
    expect((n - 5001) % 10).toBe(0);
    expect(n).toBeGreaterThanOrEqual(5001);
  });

  test('the copy waits for what is being written when it begins', async () => {
    const room = await roomToBackUp(10);
    for (let round = 1; round <= 30; round += 1) {
      const copying = room.store.file.copyTo(join(room.backups, `${round}.db`));
      const from = 20_000 + 100 * round;
      await room.store.log.append(Array.from({ length: 100 }, (_, at) => message(from + at)));
      await copying;
    }
    await room.store.file.close();
  });

  test('empty files that have stayed of another room are nothing', async () => {
    const { path } = await backUp(await roomToBackUp());
    const folder = temporaryFolder();
    const ends = ['', '-wal', '-shm', '-journal'];
    for (const end of ends) writeFileSync(join(folder, `room.db${end}`), '');
    await restore(path, folder);
    expect(readdirSync(folder).sort()).toEqual(['files', 'room.db']);
  });

  test('a file that is gone by then is left out, and the restored room knows that', async () => {
    const room = await roomToBackUp();
    rmSync(join(room.folder, 'files'), { recursive: true });
    const { path, counts } = await backUp(room);
    expect(counts.files).toBe(0);
    const folder = join(temporaryFolder(), 'restored');
    await restore(path, folder);
    const store = openRoomStore({ folder });
    const found = await store.files.find({ in: everyone, seq: 301, hash: room.hash });
    expect(found).toMatchObject({ isKept: false });
    await store.file.close();
  });

  test('stopped, it leaves nothing behind', async () => {
    const room = await roomToBackUp();
    const stop = new AbortController();
    const work = { signal: stop.signal, progress: () => stop.abort() };
    await expect(backUp(room, { work })).rejects.toMatchObject({
      refusal: { code: 'backup-stopped' },
    });
    expect(readdirSync(room.backups)).toEqual([]);
  });

  test('the copy is stopped too, and by closing the room', async () => {
    const room = await roomToBackUp(3000);
    const copying = room.store.file.copyTo(join(room.backups, 'copy.db'));
    await Promise.all([
      expect(copying).rejects.toMatchObject({ refusal: { code: 'backup-stopped' } }),
      room.store.file.close(),
    ]);
  });

  test('a folder that is gone is named', async () => {
    const room = await roomToBackUp();
    const folder = join(room.backups, 'stick');
    await expect(backUp(room, { change: { folder } })).rejects.toMatchObject({
      refusal: { code: 'backup-folder', subject: folder },
    });
  });
});

describe('a room is not made of', () => {
  test('what is no backup', async () => {
    const path = join(temporaryFolder(), 'x.odabackup');
    writeFileSync(path, 'a letter');
    expect(await refusalOf(path)).toBe('not-a-backup');
    expect(await refusalOf(join(temporaryFolder(), 'none'))).toBe('file-unreadable');
    const parts: [string, Buffer][] = [['photo.jpg', Buffer.from('x')]];
    expect(await refusalOf(await writeZip(parts))).toBe('not-a-backup');
    expect(await refusalOf(await writeZip([['manifest.json', Buffer.from('{}')]]))).toBe(
      'not-a-backup',
    );
  });

  test('one that was cut, wherever', async () => {
    const room = await roomToBackUp();
    const { path } = await backUp(room);
    const size = statSync(path).size;
    for (const part of [0.01, 0.3, 0.7, 0.99]) {
      const cut = join(temporaryFolder(), 'cut.odabackup');
      copyFileSync(path, cut);
      truncateSync(cut, Math.floor(size * part));
      expect(await refusalOf(cut)).toMatch(/^(not-a-backup|backup-damaged)$/);
    }
  });

  test('one with a bit turned over, wherever', async () => {
    const room = await roomToBackUp();
    const { path } = await backUp(room);
    const bytes = readFileSync(path);
    const whole = join(temporaryFolder(), 'flipped.odabackup');
    for (let number = 0; number < 60; number += 1) {
      const at = Math.floor((bytes.length * (number + 0.5)) / 60);
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (number % 8));
      writeFileSync(whole, flipped);
      const folder = join(temporaryFolder(), 'restored');
      const outcome = await restore(whole, folder).catch((error: unknown) => error);
      // Some bits mean nothing (times, comments): then all of it is there.
      if (outcome instanceof StoreError)
        expect(outcome.refusal.code).toMatch(/^(not-a-backup|backup-damaged|backup-newer)$/);
      else expect(outcome).toMatchObject({ counts: { messages: 301, files: 1 } });
    }
  });

  test('one whose manifest says something else', async () => {
    const room = await roomToBackUp();
    const { path } = await backUp(room);
    const sum = '0'.repeat(64);
    const others: ((manifest: Manifest) => object)[] = [
      (said) => ({ ...said, parts: said.parts.map((part) => ({ ...part, sha256: sum })) }),
      (said) => ({ ...said, parts: said.parts.map((part) => ({ ...part, bytes: 1 })) }),
      (said) => ({ ...said, parts: said.parts.slice(0, 1) }),
      (said) => ({ ...said, room: { ...said.room, name: 'Another' } }),
    ];
    for (const change of others)
      expect(await refusalOf(await withManifest(path, change))).toBe('backup-damaged');
    const newer = await withManifest(path, (said) => ({ ...said, version: 2 }));
    expect(await refusalOf(newer)).toBe('backup-newer');
  });

  test('one whose manifest is longer than its parts need', async () => {
    const room = await roomToBackUp();
    const { path } = await backUp(room);
    const words = 'x'.repeat(100_000);
    expect(await refusalOf(await withManifest(path, (said) => ({ ...said, words })))).toBe(
      'backup-damaged',
    );
  });

  test('one with a file that is another one, or a name that leads out of the folder', async () => {
    const room = await roomToBackUp();
    const parts = await partsOf((await backUp(room)).path);
    for (const name of ['files/../../x', 'files/' + 'a'.repeat(42), 'room.db.', 'files/a/b']) {
      const more = name.includes('..') ? 'files/__/__/x' : name;
      const made = await writeZip([...parts, [more, Buffer.from('x')]]);
      const bytes = readFileSync(made).toString('latin1').replaceAll('files/__/__/x', name);
      writeFileSync(made, bytes, 'latin1');
      expect(await refusalOf(made)).toMatch(/^(not-a-backup|backup-damaged)$/);
    }
  });

  test('one that says that it holds terabytes', async () => {
    const room = await roomToBackUp();
    const { path } = await backUp(room);
    const bytes = readFileSync(path);
    // The size of the database in the list at the end (APPNOTE 4.3.12: 24 bytes in).
    const at = bytes.lastIndexOf('room.db') - 46;
    expect(bytes.readUInt32LE(at)).toBe(0x02014b50);
    bytes.writeUInt32LE(0xfffffff0, at + 24);
    const bomb = join(temporaryFolder(), 'bomb.odabackup');
    writeFileSync(bomb, bytes);
    expect(await refusalOf(bomb)).toBe('backup-damaged');
  });

  test('one whose database has a program in it, or is another one', async () => {
    const room = await roomToBackUp();
    const { path } = await backUp(room);
    const parts = await partsOf(path);
    const change = async (sql: string): Promise<string> => {
      const database = join(temporaryFolder(), 'x.db');
      writeFileSync(database, parts.get('room.db') ?? '');
      const opened = new DatabaseSync(database);
      opened.exec(`PRAGMA journal_mode = DELETE; ${sql}`);
      opened.close();
      const bytes = readFileSync(database);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const said = JSON.parse(String(parts.get('manifest.json'))) as Manifest;
      const listed = said.parts.map((part) =>
        part.name === 'room.db' ? { ...part, bytes: bytes.length, sha256 } : part,
      );
      const manifest = Buffer.from(JSON.stringify({ ...said, parts: listed }));
      return writeZip(new Map([...parts, ['room.db', bytes], ['manifest.json', manifest]]));
    };
    const trigger = 'CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM account; END';
    expect(await refusalOf(await change(trigger))).toBe('backup-damaged');
    // Nothing else is taken out of the file for such a database.
    let passed = 0;
    const progress = ({ done }: { done: number }): void => void (passed = Math.max(passed, done));
    const work = { ...quietWork(), progress };
    const foreign = await change(trigger);
    const size = (await partsOf(foreign)).get('room.db')?.length;
    const job = { path: foreign, folder: join(temporaryFolder(), 'restored'), epoch };
    await expect(restoreBackup(job, work)).rejects.toMatchObject({
      refusal: { code: 'backup-damaged' },
    });
    expect(passed).toBe(size);
    expect(await refusalOf(await change('PRAGMA application_id = 7'))).toBe('backup-damaged');
    expect(await refusalOf(await change('PRAGMA user_version = 99'))).toBe('backup-newer');
  });

  test.each(['-wal', '-journal'])(
    'anything, where a %s has stayed of a room, which may yet be mended',
    async (end) => {
      const room = await roomToBackUp();
      const { path } = await backUp(room);
      const folder = temporaryFolder();
      const left = join(folder, `room.db${end}`);
      writeFileSync(left, 'what was written last');
      await expect(restore(path, folder)).rejects.toMatchObject({
        refusal: { code: 'room-folder-here', subject: folder },
      });
      expect(readdirSync(folder)).toEqual([`room.db${end}`]);
      expect(readFileSync(left, 'utf8')).toBe('what was written last');
    },
  );

  test('anything, where a room is already', async () => {
    const room = await roomToBackUp();
    const { path } = await backUp(room);
    await expect(restore(path, room.folder)).rejects.toMatchObject({
      refusal: { code: 'data-in-use' },
    });
    const page = await readPage(room.store.log, { in: everyone, limit: 500 });
    expect(page.entries).toHaveLength(301);
    await room.store.file.close();
  });
});
