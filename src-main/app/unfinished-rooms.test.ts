import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ReplicaError } from '../client/replica/replica.ts';
import type { RoomRecordStore } from '../client/replica/room-records.ts';
import { Person, storageInProcess } from './testing/person.ts';
import { usedPort } from './testing/two-people.ts';
import { noteMaking } from './unfinished-rooms.ts';

/** Somebody whose list of rooms is saved so. */
function personWho(save: RoomRecordStore['save']): Promise<Person> {
  return Person.open({
    storage: {
      ...storageInProcess,
      openReplica: async (place) => {
        const replica = await storageInProcess.openReplica(place);
        Object.assign(replica.rooms, { save });
        return replica;
      },
    },
  });
}

/** A data folder as a kill leaves it while a room is being made: its port is chosen by `port`. */
async function killedWhileMaking(port: number): Promise<string> {
  let end: (() => void) | undefined;
  const ali = await personWho(
    () => new Promise((_, reject) => (end = () => reject(new ReplicaError({ code: 'data-full' })))),
  );
  const hosting = ali.request('room/host', { name: 'ali', roomName: 'Mutfak', port });
  await ali.until(() => end !== undefined);
  // The disk as it is at this moment is what a kill leaves.
  const folder = mkdtempSync(join(tmpdir(), 'oda-killed-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(ali.folder, folder, { recursive: true });
  end?.();
  await hosting;
  return folder;
}

const roomsOf = (folder: string) =>
  existsSync(join(folder, 'rooms')) ? readdirSync(join(folder, 'rooms')) : [];

it('a room whose making was interrupted before it was listed is listed at the next start', async () => {
  const folder = await killedWhileMaking(0);
  const again = await Person.open({ folder });
  const [view, ...others] = (await again.ask('app/start', {})).rooms;
  if (!view) throw new Error('It is not listed');
  expect(view).toMatchObject({ name: 'Mutfak', ownName: 'ali', hosted: true });
  expect(others).toEqual([]);
  await again.live(view.room);
  await again.say(view.room, 'merhaba');
  await again.until(async () => (await again.texts(view.room)).includes('merhaba'));
  expect(readdirSync(join(folder, 'rooms', view.room))).not.toContain('being-made.json');
  expect((await again.opened(view.room)).members).toHaveLength(1);
});

it('a room whose making was interrupted is listed though its port is in use by now, which is said', async () => {
  const { port, free } = await usedPort();
  await free();
  const folder = await killedWhileMaking(port);
  const other = createServer().listen(port, '127.0.0.1');
  onTestFinished(() => void other.close());
  await once(other, 'listening');
  const again = await Person.open({ folder });
  expect((await again.ask('app/start', {})).rooms).toMatchObject([
    { name: 'Mutfak', connection: { is: 'closed', cause: { code: 'port-in-use' } } },
  ]);
});

it('a room that could not be entered at one start is tried again at the next', async () => {
  const folder = await killedWhileMaking(0);
  const [room = ''] = roomsOf(folder);
  const note = join(folder, 'rooms', room, 'being-made.json');
  const written = readFileSync(note, 'utf8');
  writeFileSync(note, JSON.stringify({ name: 'a~b', port: 0 }));
  const again = await Person.open({ folder });
  expect((await again.ask('app/start', {})).rooms).toEqual([]);
  await again.close();
  expect(existsSync(note)).toBe(true);
  writeFileSync(note, written);
  await again.start();
  expect((await again.ask('app/start', {})).rooms).toMatchObject([{ name: 'Mutfak' }]);
});

it('a folder in which no room had been made yet is cleared away at the next start', async () => {
  const ali = await Person.open();
  await ali.close();
  noteMaking(join(ali.folder, 'rooms', 'AAAAAAAAAAAAAAAA'), { name: 'ali', port: 0 });
  await ali.start();
  expect(roomsOf(ali.folder)).toEqual([]);
});

it('a disk that refuses the first file of a room is said, and nothing is left', async () => {
  const ali = await Person.open();
  writeFileSync(join(ali.folder, 'rooms'), 'in the way');
  const answer = await ali.request('room/host', { name: 'ali', roomName: 'Mutfak', port: 0 });
  expect(answer).toMatchObject({ ok: false, refusal: { code: 'data-read-only' } });
  expect(readFileSync(join(ali.folder, 'rooms'), 'utf8')).toBe('in the way');
});

it('a room that cannot be listed is not made, and says why', async () => {
  const ali = await personWho(() => Promise.reject(new ReplicaError({ code: 'data-full' })));
  const answer = await ali.request('room/host', { name: 'ali', roomName: 'Mutfak', port: 0 });
  expect(answer).toMatchObject({ ok: false, refusal: { code: 'data-full' } });
  expect(roomsOf(ali.folder)).toEqual([]);
});
