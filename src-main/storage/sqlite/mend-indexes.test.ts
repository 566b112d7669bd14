import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { everyone } from '../../../src-shared/protocol/ids.ts';
import type { Replica } from '../../client/replica/replica.ts';
import type { RoomStore } from '../../room/ports.ts';
import { openReplica } from '../replica/sqlite-replica.ts';
import { kitchen, roomRecord, run } from '../replica/testing/replica-samples.ts';
import { createRoomStore, openRoomStore } from '../room/testing/room-stores.ts';
import { newRoom, messages } from '../room/testing/room-samples.ts';
import { damagePage } from '../testing/damage-page.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { mendIndexes } from './mend-indexes.ts';
import { readPage } from '../room/testing/read-page.ts';

async function storedRoom(): Promise<{ folder: string; path: string }> {
  const folder = temporaryFolder();
  const store = createRoomStore({ folder, ...newRoom });
  await store.log.append(messages(500));
  await store.file.close();
  return { folder, path: join(folder, 'room.db') };
}

/** Nothing is found in it until it is closed. */
async function expectWhole(store: RoomStore | Replica): Promise<void> {
  const finding = store.file.nextFinding();
  await store.file.close();
  expect(await finding).toBeUndefined();
}

test.each(['entry_by_cid', 'sqlite_autoindex_entry_1', 'sqlite_autoindex_account_2'])(
  'a room whose index %s is damaged opens with all its rows and an index made anew',
  async (index) => {
    const { folder, path } = await storedRoom();
    damagePage(path, index);
    const store = openRoomStore({ folder });
    expect(await store.file.nextFinding()).toBe('index-rebuilt');
    const page = await readPage(store.log, { in: everyone, limit: 1000 });
    expect(page.entries.map(({ seq }) => seq)).toEqual(
      Array.from({ length: 500 }, (_, place) => place + 1),
    );
    // What the indexes are for: the cid of one that is stored is known, a new one is numbered on.
    expect((await store.log.append(messages(500)))[3]).toMatchObject({ is: 'repeated', seq: 4 });
    await store.file.close();
    await expectWhole(openRoomStore({ folder }));
  },
);

const large = { checkedBytes: 0 };

test.each(['account', 'token', 'device'])(
  'damage in the rows of %s is said at the start, what is readable is read, and nothing is changed',
  async (table) => {
    const { folder, path } = await storedRoom();
    damagePage(path, table);
    damagePage(path, 'entry_by_cid');
    const before = readFileSync(path);
    const store = openRoomStore({ folder });
    expect(await store.file.nextFinding()).toBe('rows-damaged');
    const page = await readPage(store.log, { in: everyone, limit: 1000 });
    expect(page.entries).toHaveLength(500);
    await store.file.close();
    expect(readFileSync(path).equals(before)).toBe(true);
  },
);

test.each([{}, large])(
  'what is damaged in a room of %o is refused where it is asked for, and nothing else is',
  async (place) => {
    const { folder, path } = await storedRoom();
    damagePage(path, 'entry');
    const store = openRoomStore({ folder, ...place });
    onTestFinished(() => store.file.close());
    await expect(store.log.readHistory({ in: everyone, limit: 9 })).rejects.toThrow('data-corrupt');
    expect((await store.log.snapshot()).accounts).toEqual([]);
    expect(await store.file.nextFinding()).toBe('rows-damaged');
  },
);

test.each([{}, large])(
  'a copy of %o whose members cannot be read still has its messages',
  async (place) => {
    const { folder, path } = await storedCopy();
    damagePage(path, 'member');
    const replica = openReplica({ folder, ...place });
    onTestFinished(() => replica.file.close());
    const page = await replica.entries.readTimeline({ room: kitchen, in: everyone, limit: 50 });
    expect(page.entries).toHaveLength(50);
    await expect(replica.members.list(kitchen)).rejects.toThrow('data-corrupt');
    expect(await replica.file.nextFinding()).toBe('rows-damaged');
  },
);

/** 400 messages, all in the full-text index. */
async function storedCopy(): Promise<{ folder: string; path: string }> {
  const folder = temporaryFolder();
  const replica = openReplica({ folder });
  await replica.rooms.save(roomRecord());
  await replica.entries.add(kitchen, everyone, run(1, 400));
  await replica.file.close();
  return { folder, path: join(folder, 'replica.db') };
}

function change(path: string, sql: string): void {
  const database = new DatabaseSync(path);
  database.enableDefensive(false);
  database.exec(sql);
  database.close();
}

/** Every message is found, and so is one that is added. */
async function expectSearched(replica: Replica): Promise<void> {
  const found = async (text: string) =>
    (await replica.search.find({ text, limit: 1000 })).hits.length;
  // Two letters go another way than a word.
  for (const text of ['message', 'me']) expect(await found(text)).toBe(400);
  await replica.entries.add(kitchen, everyone, run(401, 402));
  for (const text of ['message', 'me']) expect(await found(text)).toBe(402);
}

// Row 10 of _data is the index's structure (https://sqlite.org/fts5.html, "fts5_data").
const derivedDamage: readonly [string, (path: string) => void][] = [
  ['page of entry_text_data', (path) => damagePage(path, 'entry_text_data')],
  ['page of entry_text_idx', (path) => damagePage(path, 'entry_text_idx')],
  ['page of entry_text_config', (path) => damagePage(path, 'entry_text_config')],
  ['page of gram', (path) => damagePage(path, 'gram')],
  ['page of block', (path) => damagePage(path, 'block')],
  [
    'blocks',
    (path) => change(path, `UPDATE entry_text_data SET block = x'00ff00ff' WHERE id > 100`),
  ],
  ['structure', (path) => change(path, 'DELETE FROM entry_text_data WHERE id = 10')],
];

test.each(derivedDamage)(
  'a copy whose search is damaged (%s) opens with it made anew',
  async (_, spoil) => {
    const { folder, path } = await storedCopy();
    spoil(path);
    const replica = openReplica({ folder });
    expect(await replica.file.nextFinding()).toBe('index-rebuilt');
    await expectSearched(replica);
    await replica.file.close();
    await expectWhole(openReplica({ folder }));
  },
);

test.each(derivedDamage)(
  'damage in the search (%s) that nobody looked for is mended where it is met',
  async (_, spoil) => {
    const { folder, path } = await storedCopy();
    spoil(path);
    const replica = openReplica({ folder, checkedBytes: 0 });
    await expectSearched(replica);
    expect(await replica.file.nextFinding()).toBe('index-rebuilt');
    await replica.file.close();
    await expectWhole(openReplica({ folder }));
  },
);

test('damage in the index of a room that nobody looked for is mended where it is met', async () => {
  const { folder, path } = await storedRoom();
  damagePage(path, 'entry_by_cid');
  const store = openRoomStore({ folder, checkedBytes: 0 });
  expect((await store.log.append(messages(500)))[3]).toMatchObject({ is: 'repeated', seq: 4 });
  expect(await store.file.nextFinding()).toBe('index-rebuilt');
  await expectWhole(store);
});

test('a full-text index that disagrees with the rows is made anew where that is met', async () => {
  const { folder, path } = await storedCopy();
  change(path, `INSERT INTO entry_text (rowid, folded) VALUES (99999, 'message of nobody')`);
  const replica = openReplica({ folder });
  await expectSearched(replica);
  await replica.file.close();
});

test('after mending nobody can write into the schema, as before', async () => {
  const { path } = await storedRoom();
  damagePage(path, 'entry_by_cid');
  const database = new DatabaseSync(path);
  onTestFinished(() => database.close());
  database.enableDefensive(true);
  const spoil = () => database.exec(`PRAGMA writable_schema = ON; DELETE FROM sqlite_schema`);
  expect(spoil).toThrow('may not be modified');
  expect(mendIndexes(database)).toBe('mended');
  expect(spoil).toThrow('may not be modified');
});
