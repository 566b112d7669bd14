import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RoomView } from '../../src-shared/bridge/rooms.ts';
import type { Epoch, RoomId } from '../../src-shared/protocol/ids.ts';
import { backupStore } from '../storage/backup/backup-jobs.ts';
import { Person } from './testing/person.ts';
import { noteMaking } from './unfinished-rooms.ts';

/** By the button, and when it is made; the bytes of the file. */
async function backUp(host: Person, room: RoomId): Promise<Buffer> {
  await host.ask('host/back-up', { room });
  let path = '';
  await host.until(async () => {
    const { backup } = await host.ask('host/status', { room });
    if (backup.last && 'refusal' in backup.last) throw new Error(backup.last.refusal.code);
    if (backup.last) ({ path } = backup.last);
    return path !== '';
  });
  return readFileSync(path);
}

async function restore(person: Person, bytes: Buffer, name = 'Ayşe') {
  const { hash } = await person.stage('Kitchen.odabackup', bytes);
  return person.request('room/restore', { hash, name });
}

async function restored(person: Person, bytes: Buffer): Promise<RoomView> {
  const answer = await restore(person, bytes);
  if (!answer.ok) throw new Error(answer.refusal.code);
  await person.live(answer.value.room);
  return person.view(answer.value.room);
}

async function hostWithMember() {
  const ayse = await Person.open();
  const room = await ayse.host('Ayşe');
  const bora = await Person.open();
  await bora.join('Bora', room);
  return { ayse, bora, room };
}

describe('a room of a backup', () => {
  it('W9 is the same at another computer: its owner is in, members come back and start over', async () => {
    const { ayse, bora, room } = await hostWithMember();
    await ayse.say(room.room, 'before');
    await bora.until(async () => (await bora.texts(room.room)).includes('before'));
    const bytes = await backUp(ayse, room.room);
    await bora.say(room.room, 'after the backup');
    await ayse.until(async () => (await ayse.texts(room.room)).includes('after the backup'));
    await ayse.close();

    const other = await Person.open();
    const view = await restored(other, bytes);
    expect(view).toMatchObject({ room: room.room, name: room.name, ownName: 'Ayşe', hosted: true });
    expect(view).toMatchObject({ role: 'owner', address: room.address });
    await other.until(async () => (await other.texts(room.room)).includes('before'));
    expect(await other.texts(room.room)).toEqual(['before']);

    await bora.untilWithTime(() => bora.of('room/resynced').length > 0);
    await bora.live(room.room);
    await bora.until(async () => (await bora.texts(room.room)).length === 1);
    expect(await bora.texts(room.room)).toEqual(['before']);
    await bora.say(room.room, 'again');
    await other.until(async () => (await other.texts(room.room)).includes('again'));
    expect(await other.texts(room.room)).toEqual(['before', 'again']);
    // What was handed over is a copy, which has gone.
    const kept = readdirSync(join(other.folder, 'profile', 'files'), { recursive: true });
    expect(kept.filter((name) => name.length > 40)).toEqual([]);
  });

  it('is entered by its owner without the password that nobody was asked for', async () => {
    const { ayse, room } = await hostWithMember();
    await ayse.ask('room/set-password', { room: room.room, password: 'ayşe’s own words' });
    const bytes = await backUp(ayse, room.room);
    await ayse.close();
    const other = await Person.open();
    expect(await restored(other, bytes)).toMatchObject({ ownName: 'Ayşe', hasPassword: true });
  });

  it('is refused where it is already, in the list or on the disk', async () => {
    const { ayse, bora, room } = await hostWithMember();
    await ayse.say(room.room, 'there');
    const bytes = await backUp(ayse, room.room);
    for (const person of [ayse, bora])
      expect(await restore(person, bytes)).toMatchObject({
        refusal: { code: 'room-here-already', subject: room.name },
      });
    await ayse.ask('room/leave', { room: room.room });
    const folder = join(ayse.folder, 'rooms', room.room);
    expect(await restore(ayse, bytes)).toMatchObject({
      refusal: { code: 'room-folder-here', subject: folder },
    });
    expect(existsSync(join(folder, 'room.db'))).toBe(true);
  });

  it('is not made of a damaged one, and nothing of it is left', async () => {
    const { ayse, room } = await hostWithMember();
    const bytes = await backUp(ayse, room.room);
    const damaged = Buffer.from(bytes);
    damaged[500] = (damaged[500] ?? 0) ^ 1;
    const other = await Person.open();
    expect(await restore(other, damaged)).toMatchObject({ refusal: { code: 'backup-damaged' } });
    expect(readdirSync(join(other.folder, 'rooms'))).toEqual([]);
    const letter = await restore(other, Buffer.from('a letter'));
    expect(letter).toMatchObject({ refusal: { code: 'not-a-backup' } });
  });

  it.each(['room.db', 'room.db-wal', 'files'])(
    'is refused where its folder has %s from before, which stays',
    async (name) => {
      const { ayse, room } = await hostWithMember();
      const bytes = await backUp(ayse, room.room);
      const other = await Person.open();
      const folder = join(other.folder, 'rooms', room.room);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, name), '');
      for (const given of [bytes, bytes.subarray(0, -1)])
        expect(await restore(other, given)).toMatchObject({ ok: false });
      expect(await restore(other, bytes)).toMatchObject({
        refusal: { code: 'room-folder-here', subject: folder },
      });
      expect(readdirSync(folder)).toEqual([name]);
    },
  );

  it('is refused while another one is made, and its copy goes', async () => {
    const { ayse, room } = await hostWithMember();
    const bytes = await backUp(ayse, room.room);
    const other = await Person.open();
    const late = await other.stage('Late.odabackup', Buffer.from('another one'));
    const first = restore(other, bytes);
    await other.until(() => other.of('room/restoring').length > 0);
    const answer = await other.request('room/restore', { hash: late.hash, name: 'Ayşe' });
    expect(answer).toMatchObject({ refusal: { code: 'backup-running' } });
    expect(await first).toMatchObject({ ok: true });
    const kept = readdirSync(join(other.folder, 'profile', 'files'), { recursive: true });
    expect(kept.filter((name) => name.length > 40)).toEqual([]);
  });

  it('can be stopped while it is made', async () => {
    const { ayse, room } = await hostWithMember();
    const bytes = await backUp(ayse, room.room);
    const other = await Person.open();
    other.app.on((name) => {
      if (name === 'room/restoring') void other.ask('room/stop-restore', {});
    });
    expect(await restore(other, bytes)).toMatchObject({ refusal: { code: 'backup-stopped' } });
    expect(readdirSync(join(other.folder, 'rooms'))).toEqual([]);
  });

  it('that was on disk when the program ended is there at the next start', async () => {
    const { ayse, room } = await hostWithMember();
    await ayse.say(room.room, 'before');
    await backUp(ayse, room.room);
    const path = readdirSync(join(ayse.folder, 'downloads', 'Oda backups'))[0] ?? '';
    await ayse.close();
    const other = await Person.open();
    await other.close();
    const folder = join(other.folder, 'rooms', room.room);
    mkdirSync(folder, { recursive: true });
    noteMaking(folder, { name: 'Ayşe', port: 0, isRestored: true });
    const job = { path: join(ayse.folder, 'downloads', 'Oda backups', path), folder };
    const work = { signal: new AbortController().signal, progress: () => undefined };
    await backupStore.restore({ ...job, epoch: 'epoch222' as Epoch }, work);
    await other.start();
    await other.live(room.room);
    expect(await other.view(room.room)).toMatchObject({ ownName: 'Ayşe', role: 'owner' });
  });
});
