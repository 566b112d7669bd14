import { join } from 'node:path';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { everyone } from '../../../src-shared/protocol/ids.ts';
import { ReplicaError } from '../../client/replica/replica.ts';
import { openReplica as openReplicaHere } from '../replica/sqlite-replica.ts';
import { replicaContract } from '../replica/testing/replica-contract.ts';
import { kitchen, roomRecord, run } from '../replica/testing/replica-samples.ts';
import { createRoomStore } from '../room/testing/room-stores.ts';
import { peopleOf } from '../room/testing/people-of.ts';
import { roomStoreContract } from '../room/testing/room-store-contract.ts';
import { ali, newRoom, message, messages } from '../room/testing/room-samples.ts';
import { StoreError } from '../store-error.ts';
import { damagePage } from '../testing/damage-page.ts';
import { endsOfWorkers } from '../testing/ends-of-workers.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { openStorage } from './worker-client.ts';
import type { Storage, StorageOptions } from './worker-client.ts';
import { readPage } from '../room/testing/read-page.ts';

const workerUrl = new URL('./storage-worker.ts', import.meta.url);

function storage(options: Partial<StorageOptions> = {}): Storage {
  const opened = openStorage({ workerUrl, ...options });
  onTestFinished(() => opened.close());
  return opened;
}

/** Starting a worker for each of them would take most of the time. */
function sharedStorage(): Storage {
  const opened = openStorage({ workerUrl });
  afterAll(() => opened.close());
  return opened;
}

describe('a room store in a worker', () => {
  const shared = sharedStorage();
  roomStoreContract({
    open: () => shared.createRoom({ folder: temporaryFolder(), ...newRoom }),
    openOnFullDisk: () => {
      const keptFreeBytes = Number.MAX_SAFE_INTEGER;
      return shared.createRoom({ folder: temporaryFolder(), ...newRoom, keptFreeBytes });
    },
  });

  test('several rooms are open at once, and one that was closed opens again', async () => {
    const { createRoom, openRoom } = storage();
    const folder = temporaryFolder();
    const one = await createRoom({ folder: join(folder, 'one'), ...newRoom });
    const two = await createRoom({ folder: join(folder, 'two'), ...newRoom });
    await Promise.all([one.log.append(messages(2)), two.log.append([message(1)])]);
    await one.file.close();
    await one.file.close();
    await expect(one.log.append([message(3)])).rejects.toThrow('closed');
    const again = await openRoom({ folder: join(folder, 'one') });
    expect((await readPage(again.log, { in: everyone, limit: 9 })).entries).toHaveLength(2);
    expect((await readPage(two.log, { in: everyone, limit: 9 })).entries).toHaveLength(1);
  });

  test('what the disk refuses arrives as a StoreError', async () => {
    const { openRoom, createRoom } = storage();
    const folder = temporaryFolder();
    const missing = await openRoom({ folder }).catch((error: unknown) => error);
    expect(missing).toBeInstanceOf(StoreError);
    expect(missing).toHaveProperty('refusal', {
      code: 'no-such-room',
      subject: join(folder, 'room.db'),
    });
    const store = await createRoom({ folder, ...newRoom, maxPages: 50 });
    const nameKey = 'x'.repeat(100_000);
    expect(
      await peopleOf(store).create({ account: ali, name: 'Ali', nameKey, isGuest: false }),
    ).toBe('store-full');
  });

  test('a defect arrives as an error that says what it was', async () => {
    const store = await storage().createRoom({ folder: temporaryFolder(), ...newRoom });
    await peopleOf(store).create({ account: ali, name: 'Ali', nameKey: 'ali', isGuest: false });
    const twice = peopleOf(store).create({
      account: ali,
      name: 'Veli',
      nameKey: 'veli',
      isGuest: false,
    });
    await expect(twice).rejects.toThrow('UNIQUE');
  });
});

describe('a replica in a worker', () => {
  const shared = sharedStorage();
  replicaContract(() => shared.openReplica({ folder: temporaryFolder() }));

  test('what the disk refuses arrives as a ReplicaError', async () => {
    const { openReplica } = storage();
    const folder = temporaryFolder();
    await openReplica({ folder });
    const refused = await openReplica({ folder }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ReplicaError);
    expect(refused).toHaveProperty('refusal.code', 'data-in-use');
  });
});

describe('the storage', () => {
  test('closing commits what was asked for before', async () => {
    const folder = temporaryFolder();
    const { createRoom, openReplica, close } = storage();
    const store = await createRoom({ folder, ...newRoom });
    const replica = await openReplica({ folder });
    const saved = Promise.all([
      store.log.append([message(1)]),
      replica.rooms.save(roomRecord()),
      replica.entries.add(kitchen, everyone, run(1, 2)),
    ]);
    await close();
    await saved;
    const again = storage();
    const reopened = await again.openReplica({ folder });
    expect((await reopened.conversations.list(kitchen))[0]?.lastSeq).toBe(2);
    const room = await again.openRoom({ folder });
    expect((await readPage(room.log, { in: everyone, limit: 9 })).entries).toHaveLength(1);
  });

  test('after closing everything is refused', async () => {
    const { createRoom, close } = storage();
    const store = await createRoom({ folder: temporaryFolder(), ...newRoom });
    await close();
    await expect(store.file.size()).rejects.toThrow(StoreError);
  });

  test('a worker that dies refuses what it had open, says so, and the next one starts', async () => {
    const causes: Error[] = [];
    // Dies at the first message instead of opening anything.
    const dying =
      'import { parentPort } from "node:worker_threads"; parentPort.on("message", () => { throw new Error("boom"); });';
    const url = new URL(`data:text/javascript,${encodeURIComponent(dying)}`);
    const { createRoom, openReplica } = storage({
      workerUrl: url,
      died: (cause) => causes.push(cause),
    });
    const place = { folder: temporaryFolder(), ...newRoom };
    const outcomes = await Promise.allSettled([
      createRoom(place),
      createRoom(place),
      openReplica(place),
    ]);
    const reasons = outcomes.map((outcome): unknown =>
      outcome.status === 'rejected' ? outcome.reason : undefined,
    );
    expect(reasons[0]).toBeInstanceOf(StoreError);
    expect(reasons[1]).toBeInstanceOf(StoreError);
    expect(reasons[2]).toBeInstanceOf(ReplicaError);
    expect(reasons[0]).toMatchObject({
      refusal: { code: 'store-failed' },
      cause: { message: 'boom' },
    });
    expect(causes.map((cause) => cause.message)).toEqual(['boom', 'boom']);
    await expect(createRoom(place)).rejects.toThrow('store-failed');
    expect(causes).toHaveLength(3);
  });

  test('a store that was opened in a worker is not open here as well', async () => {
    const folder = temporaryFolder();
    await storage().createRoom({ folder, ...newRoom });
    expect(() => createRoomStore({ folder, ...newRoom })).toThrow('data-in-use');
  });
});

describe('a database that is too large to be looked through when it is opened', () => {
  async function storedRoom(): Promise<{ folder: string; path: string }> {
    const folder = temporaryFolder();
    const store = createRoomStore({ folder, ...newRoom });
    await store.log.append(messages(500));
    await store.file.close();
    return { folder, path: join(folder, 'room.db') };
  }

  test('is looked through in the background, and a damaged index is made anew', async () => {
    const { folder, path } = await storedRoom();
    damagePage(path, 'entry_by_cid');
    const store = await storage().openRoom({ folder, checkedBytes: 0 });
    expect(await store.file.nextFinding()).toBe('index-rebuilt');
    expect((await store.log.append(messages(500)))[3]).toMatchObject({ is: 'repeated', seq: 4 });
  });

  test('the same for a person’s own copy', async () => {
    const folder = temporaryFolder();
    const written = openReplicaHere({ folder });
    await written.rooms.save(roomRecord());
    await written.entries.add(kitchen, everyone, run(1, 300));
    await written.file.close();
    damagePage(join(folder, 'replica.db'), 'entry_text_data');
    const replica = await storage().openReplica({ folder, checkedBytes: 0 });
    expect(await replica.file.nextFinding()).toBe('index-rebuilt');
    expect((await replica.search.find({ text: 'message', limit: 500 })).hits).toHaveLength(300);
  });

  test('damaged rows are said, and what can be read stays readable', async () => {
    const { folder, path } = await storedRoom();
    damagePage(path, 'token');
    const store = await storage().openRoom({ folder, checkedBytes: 0 });
    expect(await store.file.nextFinding()).toBe('rows-damaged');
    const page = await readPage(store.log, { in: everyone, limit: 1000 });
    expect(page.entries).toHaveLength(500);
  });

  test('the worker that looks through ends when there is nothing more to look through', async () => {
    const ends = endsOfWorkers();
    const opened = storage();
    const rooms = [await storedRoom(), await storedRoom()];
    const stores = await Promise.all(
      rooms.map(({ folder }) => opened.openRoom({ folder, checkedBytes: 0 })),
    );
    const [ofRooms, ofChecks] = ends;
    expect(await Promise.race([ofRooms, ofChecks?.then(() => 'checked')])).toBe('checked');
    for (const store of stores) {
      const page = await readPage(store.log, { in: everyone, limit: 1000 });
      expect(page.entries).toHaveLength(500);
    }
  });

  test('is found whole where it is, while it is written to', async () => {
    const { folder } = await storedRoom();
    const opened = storage();
    const store = await opened.openRoom({ folder, checkedBytes: 0 });
    const finding = store.file.nextFinding();
    await store.log.append(messages(500, { text: 'x'.repeat(4000) }));
    await store.file.close();
    expect(await finding).toBeUndefined();
  });
});
