import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { everyone } from '../../src-shared/protocol/ids.ts';
import { makeRoomKey, pinOfRoom } from '../net/room-key.ts';
import { startLab } from '../server/testing/lab.ts';
import { createRoomStoreInMemory } from '../storage/room/testing/room-stores.ts';
import type { RoomView } from '../../src-shared/bridge/rooms.ts';
import type { Epoch, RoomId } from '../../src-shared/protocol/ids.ts';
import { dialRoom } from '../net/dial-room.ts';
import { Person } from './testing/person.ts';
import { twoPeople, usedPort } from './testing/two-people.ts';

/** Somebody who knows all of a room but its key, at its address. */
async function startTwin({ room, name }: RoomView, port: number) {
  const identity = { room, name, epoch: 'epoch-02' as Epoch };
  const store = createRoomStoreInMemory({ identity, key: await makeRoomKey() });
  const { server } = await startLab({ store, port });
  const silent = [
    'socket-created',
    'bound',
    'datagrams-ready',
    'ready',
    'connected',
    'disconnected',
  ];
  const heard = () => server.readLog().filter(({ event }) => !silent.includes(event));
  return { store, server, heard };
}

describe('hosting and joining', { timeout: 30_000 }, () => {
  it('R2.2 R0.3 R3.2 who joins is in with everybody, greeted by name and room, and all hear it', async () => {
    const { ali, veli, room } = await twoPeople();
    expect(await veli.view(room)).toMatchObject({ ownName: 'veli', name: "ali's room" });
    await ali.until(() =>
      ali
        .of('timeline/appended')
        .some(({ in: id, entries }) =>
          entries.some((e) => id === everyone && e.type === 'joined' && e.name === 'veli'),
        ),
    );
    await ali.until(async () => (await ali.online(room)).includes('veli'));
    expect(await veli.online(room)).toEqual(['ali', 'veli']);
    expect(ali.of('member/changed').at(-1)).toMatchObject({ room });
  });

  it('R1.2 who hosts an empty room sees that nobody else is there', async () => {
    const ali = await Person.open();
    const room = await ali.host('ali');
    const opened = await ali.opened(room.room);
    expect(opened.members.map(({ name }) => name)).toEqual(['ali']);
    expect(opened.host).toMatchObject({ port: Number(room.address.split(':')[1]) });
    expect(opened.conversations).toMatchObject([{ in: everyone, unread: 0, draft: '' }]);
  });

  it('R0.2 an empty name is refused with the field, before anything is made', async () => {
    const ali = await Person.open();
    const asked = { name: ' ', roomName: 'r', port: 0 };
    expect(await ali.request('room/host', asked)).toEqual({
      ok: false,
      refusal: { code: 'name-empty', field: 'name' },
    });
    expect(await ali.request('room/join', { name: '', address: 'x' })).toMatchObject({
      refusal: { code: 'name-empty' },
    });
    expect(await ali.request('room/host', { name: 'ali', roomName: ' ', port: 0 })).toEqual({
      ok: false,
      refusal: { code: 'room-name-empty', field: 'roomName' },
    });
    expect(await ali.request('room/join', { name: 'ali', address: ' a:b:c ' })).toMatchObject({
      refusal: { field: 'address', subject: 'a:b:c' },
    });
    expect(existsSync(join(ali.folder, 'rooms'))).toBe(false);
  });

  it('R1.3 a taken name is refused with a reason, leaves nothing behind, and another try is free', async () => {
    const { view, room } = await twoPeople();
    const can = await Person.open();
    const address = `127.0.0.1:${view.address.split(':')[1]}`;
    const taken = await can.tryToEnter({ name: 'VELİ', address });
    expect(taken).toMatchObject({ ok: false, refusal: { code: 'name-taken' } });
    expect((await can.ask('app/start', {})).rooms).toEqual([]);
    await can.join('can', view);
    expect(await can.online(room)).toEqual(['ali', 'can', 'veli']);
  });

  it('R3.1 an unknown name with a password is signed up, and a wrong password is asked again', async () => {
    const ali = await Person.open();
    const room = await ali.host('ali');
    const atHome = await Person.open();
    await atHome.join('veli', room, 'uzun bir parola');
    const elsewhere = await Person.open();
    const address = `127.0.0.1:${room.address.split(':')[1]}`;
    const codes: unknown[] = [];
    for (const password of [undefined, 'yanlış parola']) {
      const answer = await elsewhere.tryToEnter({ name: 'veli', address, password });
      codes.push(answer.ok ? 'in' : answer.refusal.code);
    }
    expect(codes).toEqual(['password-needed', 'wrong-password']);
  });

  it('W14 a room that is new is shown by its key, and nobody is in it before that was found right', async () => {
    const ali = await Person.open();
    const room = await ali.host('ali');
    const { pin } = await ali.ask('host/status', { room: room.room });
    const veli = await Person.open();
    const address = `127.0.0.1:${room.address.split(':')[1]}`;
    expect(await veli.request('room/join', { name: 'veli', address })).toEqual({
      ok: false,
      refusal: { code: 'key-unknown', subject: "ali's room", pins: { shown: pin } },
    });
    expect((await veli.ask('app/start', {})).rooms).toEqual([]);
    expect(await ali.online(room.room)).toEqual(['ali']);
    const look = await veli.ask('room/look-of-key', { pin });
    expect(look).toEqual(await ali.ask('room/look-of-key', { pin }));
    await veli.ask('room/join', { name: 'veli', address, pin });
    await veli.live(room.room);
    // Known from now on, also when it is joined by another way.
    await veli.ask('room/leave', { room: room.room });
    await veli.ask('room/join', { name: 'veli', address, pin });
    await veli.ask('room/join', {
      name: 'veli',
      address: `localhost:${room.address.split(':')[1]}`,
    });
  });

  it('W14 a room that says it is a new one, where another one is known, is shown beside that one', async () => {
    const ali = await Person.open();
    const room = await ali.host('ali');
    const { pin: known } = await ali.ask('host/status', { room: room.room });
    const veli = await Person.open();
    await veli.join('veli', room);
    await veli.ask('room/disconnect', { room: room.room });
    await ali.ask('room/disconnect', { room: room.room });
    const other = { ...room, room: 'another-room-id1' as RoomId };
    const { store } = await startTwin(other, Number(room.address.split(':')[1]));
    const address = `127.0.0.1:${room.address.split(':')[1]}`;
    expect(await veli.request('room/join', { name: 'veli', address })).toMatchObject({
      refusal: { code: 'key-unknown', pins: { known, shown: pinOfRoom(store.key) } },
    });
  });

  it('W14 another key at a known room is told nothing, whatever one asks, and the room itself is come back to', async () => {
    const ali = await Person.open();
    const room = await ali.host('ali');
    const port = Number(room.address.split(':')[1]);
    const { pin } = await ali.ask('host/status', { room: room.room });
    const veli = await Person.open();
    await veli.join('veli', room);
    await ali.ask('room/disconnect', { room: room.room });

    const { store, server, heard } = await startTwin(room, port);
    const shown = pinOfRoom(store.key);
    await veli.untilWithTime(async () => {
      const { connection } = await veli.view(room.room);
      return connection.is === 'waiting' && connection.cause.code === 'another-key';
    });
    const address = `127.0.0.1:${port}`;
    const pins = { known: pin, shown };
    expect((await veli.view(room.room)).connection).toMatchObject({ cause: { pins } });
    const again = await veli.request('room/join', { name: 'veli', address });
    expect(again).toMatchObject({ refusal: { code: 'another-key', pins } });
    const insisting = await veli.request('room/join', { name: 'veli', address, pin: shown });
    expect(insisting).toMatchObject({ refusal: { code: 'another-key', pins } });
    expect(heard()).toEqual([]);

    await server.stop();
    await ali.ask('room/open', { room: room.room });
    await veli.untilWithTime(async () => (await veli.view(room.room)).connection.is === 'live');
  });

  it('what answers no better than a closed port or a strange program is said with its address', async () => {
    const ali = await Person.open();
    const nobody = await usedPort();
    await nobody.free();
    const address = `127.0.0.1:${nobody.port}`;
    expect(await ali.request('room/join', { name: 'ali', address })).toEqual({
      ok: false,
      refusal: { code: 'nobody-listening', subject: address },
    });
    expect(await ali.request('room/join', { name: 'ali', address: 'a b' })).toEqual({
      ok: false,
      refusal: { code: 'address-invalid', field: 'address', subject: 'a b' },
    });
    const strange = createServer((socket) => socket.end('220 mail\r\n'));
    await new Promise<void>((resolve) => strange.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void strange.close());
    const { port } = strange.address() as AddressInfo;
    expect(await ali.request('room/join', { name: 'ali', address: `127.0.0.1:${port}` })).toEqual({
      ok: false,
      refusal: { code: 'answers-text', subject: `127.0.0.1:${port}` },
    });
  });

  it('a port in use is refused and leaves nothing behind', async () => {
    const ali = await Person.open();
    const { port } = await usedPort();
    const refused = await ali.request('room/host', { name: 'ali', roomName: 'r', port });
    expect(refused).toEqual({ ok: false, refusal: { code: 'port-in-use', subject: String(port) } });
    expect((await ali.ask('app/start', {})).rooms).toEqual([]);
    expect(readdirSync(join(ali.folder, 'rooms'))).toEqual([]);
  });

  it('a room that its own host cannot enter is refused, and leaves nothing behind', async () => {
    const ali = await Person.open({ limits: { sessionsPerRoom: 0 } });
    const params = { name: 'ali', roomName: 'Mutfak', port: 0 };
    expect(await ali.request('room/host', params)).toMatchObject({
      ok: false,
      refusal: { code: 'room-full' },
    });
    expect((await ali.ask('app/start', {})).rooms).toEqual([]);
    expect(readdirSync(join(ali.folder, 'rooms'))).toEqual([]);
  });

  it('joining the same room again is the same membership, at its new address', async () => {
    const { ali, veli, room } = await twoPeople();
    await ali.say(room, 'merhaba');
    await veli.until(async () => (await veli.texts(room)).length === 1);
    const { port } = await ali.ask('host/change-port', { room, port: 0 });
    const again = await veli.enter({ name: 'veli', address: `localhost:${port}` });
    expect(again).toMatchObject({ room, address: `localhost:${port}` });
    await veli.live(room);
    expect((await veli.ask('app/start', {})).rooms).toHaveLength(1);
    expect(await veli.texts(room)).toEqual(['merhaba']);
    const twice = await veli.enter({ name: 'Veli', address: `127.0.0.1:${port}` });
    expect(twice).toMatchObject({ address: `127.0.0.1:${port}`, connection: { is: 'live' } });
  });

  it('who joins a room under another name sees nothing of what the first one had there', async () => {
    const { ali, veli, view, room, direct } = await twoPeople();
    await ali.say(room, 'veli için', direct);
    await veli.until(async () => (await veli.texts(room, direct)).includes('veli için'));
    const account = await veli.accountOf(room, 'ali');
    await veli.ask('contact/change', { room, account, note: 'owes me a book' });
    await veli.ask('draft/save', { room, in: direct, text: 'not for all' });
    await veli.join('can', view);
    await veli.until(async () => (await veli.online(room)).includes('can'));
    expect((await veli.view(room)).ownName).toBe('can');
    expect((await veli.ask('search/find', { text: 'için', limit: 9 })).hits).toEqual([]);
    const opened = await veli.opened(room);
    expect(opened.contacts).toEqual([]);
    expect(opened.conversations.map((each) => [each.in, each.draft])).toEqual([['everyone', '']]);
    expect(await veli.texts(room, direct)).toEqual([]);
  });

  it('who joins while the app closes is not in, and nothing is left of it', async () => {
    const ali = await Person.open();
    const view = await ali.host('ali');
    const dialled = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    let ended: unknown;
    const veli = await Person.open({
      dial: async (address) => {
        dialled.resolve();
        await goOn.promise;
        const line = await dialRoom({ ...address, timeoutMs: 10_000 });
        ended = vi.spyOn(line.transport, 'close');
        return line;
      },
    });
    const address = `127.0.0.1:${view.address.split(':')[1]}`;
    const joining = veli.request('room/join', { name: 'veli', address });
    await dialled.promise;
    const closing = veli.close();
    goOn.resolve();
    expect(await joining).toEqual({ ok: false, refusal: { code: 'bridge-closed' } });
    await closing;
    await veli.start();
    expect((await veli.ask('app/start', {})).rooms).toEqual([]);
    const { members } = await ali.opened(view.room);
    expect(members.map(({ name }) => name)).toEqual(['ali']);
    expect(ended).toHaveBeenCalledOnce();
  });

  it('who joins the room they host is shown the room they host', async () => {
    const ali = await Person.open();
    const room = await ali.host('ali');
    const address = `127.0.0.1:${room.address.split(':')[1]}`;
    const again = await ali.enter({ name: 'somebody', address });
    expect(again).toMatchObject({ room: room.room, hosted: true, ownName: 'ali' });
    expect(again.address).toBe(room.address);
  });
});
