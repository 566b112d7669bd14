import { cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { directConversation, everyone } from '../../src-shared/protocol/ids.ts';
import type { RoomView } from '../../src-shared/bridge/views.ts';
import { Person } from './testing/person.ts';

/** One who hosts and one who has joined, each at a computer of their own. */
async function twoPeople() {
  const ali = await Person.open();
  const room = await ali.host('ali');
  const veli = await Person.open();
  await veli.join('veli', room);
  const own = await ali.accountOf(room.room, 'ali');
  const other = await ali.accountOf(room.room, 'veli');
  return { ali, veli, view: room, room: room.room, direct: directConversation(own, other) };
}

/** A port that something else listens on. */
async function usedPort(): Promise<{ port: number; free(): Promise<void> }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const free = () => new Promise<void>((resolve) => server.close(() => resolve()));
  onTestFinished(() => (server.listening ? free() : undefined));
  return { port: (server.address() as AddressInfo).port, free };
}

describe('hosting and joining', () => {
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
      code: 'name-empty',
      field: 'name',
    });
    expect(await ali.request('room/join', { name: '', address: 'x' })).toMatchObject({
      code: 'name-empty',
    });
    expect(existsSync(join(ali.folder, 'rooms'))).toBe(false);
  });

  it('R1.3 a taken name is refused with a reason, leaves nothing behind, and another try is free', async () => {
    const { view, room } = await twoPeople();
    const can = await Person.open();
    const address = `127.0.0.1:${view.address.split(':')[1]}`;
    const taken = await can.request('room/join', { name: 'VELİ', address });
    expect(taken).toMatchObject({ ok: false, code: 'name-taken' });
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
      const answer = await elsewhere.request('room/join', { name: 'veli', address, password });
      codes.push(answer.ok ? 'in' : answer.code);
    }
    expect(codes).toEqual(['password-needed', 'wrong-password']);
  });

  it('what answers no better than a closed port or a strange program is said with its address', async () => {
    const ali = await Person.open();
    const nobody = await usedPort();
    await nobody.free();
    const address = `127.0.0.1:${nobody.port}`;
    expect(await ali.request('room/join', { name: 'ali', address })).toEqual({
      ok: false,
      code: 'nobody-listening',
      subject: address,
    });
    expect(await ali.request('room/join', { name: 'ali', address: 'a b' })).toEqual({
      ok: false,
      code: 'address-invalid',
      field: 'address',
      subject: 'a b',
    });
    const strange = createServer((socket) => socket.end('220 mail\r\n'));
    await new Promise<void>((resolve) => strange.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void strange.close());
    const { port } = strange.address() as AddressInfo;
    expect(await ali.request('room/join', { name: 'ali', address: `127.0.0.1:${port}` })).toEqual({
      ok: false,
      code: 'not-a-room',
      subject: `127.0.0.1:${port}`,
    });
  });

  it('a port in use is refused and leaves nothing behind', async () => {
    const ali = await Person.open();
    const { port } = await usedPort();
    const refused = await ali.request('room/host', { name: 'ali', roomName: 'r', port });
    expect(refused).toEqual({ ok: false, code: 'port-in-use', subject: String(port) });
    expect((await ali.ask('app/start', {})).rooms).toEqual([]);
    expect(readdirSync(join(ali.folder, 'rooms'))).toEqual([]);
  });

  it('joining the same room again is the same membership, at its new address', async () => {
    const { ali, veli, room } = await twoPeople();
    await ali.say(room, 'merhaba');
    await veli.until(async () => (await veli.texts(room)).length === 1);
    const { port } = await ali.ask('host/change-port', { room, port: 0 });
    const again = await veli.ask('room/join', { name: 'veli', address: `localhost:${port}` });
    expect(again).toMatchObject({ room, address: `localhost:${port}` });
    await veli.live(room);
    expect((await veli.ask('app/start', {})).rooms).toHaveLength(1);
    expect(await veli.texts(room)).toEqual(['merhaba']);
    const twice = await veli.ask('room/join', { name: 'Veli', address: `127.0.0.1:${port}` });
    expect(twice).toMatchObject({ address: `127.0.0.1:${port}`, connection: { state: 'live' } });
  });

  it('who joins the room they host is shown the room they host', async () => {
    const ali = await Person.open();
    const room = await ali.host('ali');
    const address = `127.0.0.1:${room.address.split(':')[1]}`;
    const again = await ali.ask('room/join', { name: 'somebody', address });
    expect(again).toMatchObject({ room: room.room, hosted: true, ownName: 'ali' });
    expect(again.address).toBe(room.address);
  });
});

describe('talking', () => {
  it('R1.4 R2.3 what one writes reaches the other with the writer’s name and the time, both ways', async () => {
    const { ali, veli, room } = await twoPeople();
    await ali.say(room, 'merhaba');
    await veli.until(async () => (await veli.texts(room)).includes('merhaba'));
    await veli.say(room, 'selam');
    await ali.until(async () => (await ali.texts(room)).includes('selam'));
    const page = await ali.ask('timeline/page', { room, in: everyone, limit: 50 });
    expect(page.entries.filter(({ type }) => type === 'message')).toMatchObject([
      { text: 'merhaba', from: await ali.accountOf(room, 'ali'), at: ali.clock.wallMs() },
      { text: 'selam', from: await ali.accountOf(room, 'veli'), at: ali.clock.wallMs() },
    ]);
    expect(await veli.texts(room)).toEqual(['merhaba', 'selam']);
  });

  it('R0.4 a direct message is for its two, counts as unread until it is read', async () => {
    const { ali, veli, view, room, direct } = await twoPeople();
    const can = await Person.open();
    await can.join('can', view);
    await ali.say(room, 'gizli', direct);
    await veli.until(async () => (await veli.texts(room, direct)).length === 1);
    await veli.until(() =>
      veli
        .of('conversation/changed')
        .flat()
        .some(({ unread }) => unread === 1),
    );
    expect((await veli.view(room)).unread).toBe(1);
    await veli.ask('conversation/mark-read', { room, in: direct, seq: 1 });
    expect((await veli.view(room)).unread).toBe(0);
    await ali.say(room, 'herkese');
    await can.until(async () => (await can.texts(room)).includes('herkese'));
    expect((await can.opened(room)).conversations.map(({ in: id }) => id)).toEqual([everyone]);
    const peek = await can.request('message/send', { room, in: direct, text: 'x' });
    expect(peek).toMatchObject({ ok: false, code: 'no-such-conversation' });
  });

  it('R1.7 an empty message is refused and not sent, one too long with its limit', async () => {
    const ali = await Person.open();
    const { room } = await ali.host('ali');
    const empty = await ali.request('message/send', { room, in: everyone, text: ' \n ' });
    expect(empty).toEqual({ ok: false, code: 'text-empty' });
    const long = await ali.request('message/send', { room, in: everyone, text: 'ğ'.repeat(8001) });
    expect(long).toEqual({ ok: false, code: 'text-too-long', limit: 8000 });
    expect((await ali.opened(room)).outbox).toEqual([]);
    expect(ali.of('outbox/changed')).toEqual([]);
  });

  it('a message is shown as waiting, then comes into the timeline before it leaves the outbox', async () => {
    const ali = await Person.open();
    const { room } = await ali.host('ali');
    ali.pushes.length = 0;
    await ali.say(room, 'merhaba');
    await ali.until(() => ali.of('outbox/changed').some(({ items }) => items.length === 0));
    const told = ali.pushes.filter(({ name }) => /^(outbox|timeline)/.test(name));
    expect(told.map(({ name }) => name)).toEqual([
      'outbox/changed',
      'timeline/appended',
      'outbox/changed',
    ]);
    expect(ali.of('outbox/changed')[0]?.items).toMatchObject([
      { text: 'merhaba', state: { is: 'sending' } },
    ]);
  });

  it('R0.6 R0.7 search finds a part of a word, and all that was said with one person', async () => {
    const { ali, veli, room, direct } = await twoPeople();
    for (const text of ['selam', 'sel geliyor', 'selin de']) await ali.say(room, text, direct);
    await veli.say(room, 'elma', direct);
    await ali.say(room, 'selam herkese');
    await ali.until(async () => (await ali.texts(room, direct)).length === 4);
    const find = async (query: object) => {
      const { hits } = await ali.ask('search/find', { text: '', limit: 50, ...query });
      return hits.map(({ message }) => message.text).sort();
    };
    await ali.until(async () => (await find({ text: 'SEL' })).length === 4);
    expect(await find({ text: 'SEL', in: direct })).toEqual(['sel geliyor', 'selam', 'selin de']);
    expect(await ali.texts(room, direct)).toHaveLength(4);
  });

  it('a draft is kept over a restart', async () => {
    const ali = await Person.open();
    const { room } = await ali.host('ali');
    await ali.ask('draft/save', { room, in: everyone, text: 'yarım kal' });
    await ali.close();
    await ali.start();
    expect((await ali.opened(room)).conversations[0]?.draft).toBe('yarım kal');
  });
});

describe('coming and going', () => {
  it('R0.10 R1.5 R1.6 who leaves says goodbye: everyone hears it and the list has them no more', async () => {
    const { ali, veli, room } = await twoPeople();
    await veli.ask('room/leave', { room });
    expect(await veli.view(room)).toMatchObject({ connection: { state: 'closed' } });
    await ali.until(() =>
      ali
        .of('timeline/appended')
        .some(({ entries }) => entries.some((e) => e.type === 'left' && e.reason === 'left')),
    );
    await ali.until(async () => (await ali.online(room)).length === 1);
    expect((await ali.opened(room)).members.map(({ name }) => name).sort()).toEqual([
      'ali',
      'veli',
    ]);
  });

  it('W4 W8 what is written offline waits on disk and goes out once, also over a restart', async () => {
    const { ali, veli, view, room } = await twoPeople();
    await ali.ask('room/leave', { room });
    await veli.until(async () => (await veli.view(room)).connection.state === 'waiting');
    await veli.say(room, 'yolda');
    await veli.close();
    await veli.start();
    expect((await veli.opened(room)).outbox).toMatchObject([{ text: 'yolda' }]);
    await ali.ask('room/open', { room });
    await ali.live(room);
    expect((await ali.view(room)).address).toBe(view.address);
    await veli.ask('room/retry', { room });
    await veli.untilWithTime(async () => (await veli.texts(room)).includes('yolda'));
    await veli.until(async () => (await veli.opened(room)).outbox.length === 0);
    await ali.until(async () => (await ali.texts(room)).includes('yolda'));
    expect(await ali.texts(room)).toEqual(['yolda']);
  });

  it('R3.9 W7 W8 the host stops and starts, accounts stay, and nothing is lost or doubled', async () => {
    const { ali, veli, room } = await twoPeople();
    for (const n of [1, 2, 3]) await ali.say(room, `ali ${n}`);
    await veli.until(async () => (await veli.texts(room)).length === 3);
    await ali.close();
    await veli.until(async () => (await veli.view(room)).connection.state === 'waiting');
    for (const n of [1, 2, 3]) await veli.say(room, `veli ${n}`);
    await ali.start();
    await ali.live(room);
    await veli.ask('room/retry', { room });
    await veli.untilWithTime(async () => (await veli.view(room)).connection.state === 'live');
    await veli.until(async () => (await veli.opened(room)).outbox.length === 0);
    await ali.until(async () => (await ali.texts(room)).length === 6);
    const all = ['ali 1', 'ali 2', 'ali 3', 'veli 1', 'veli 2', 'veli 3'];
    expect(await ali.texts(room)).toEqual(all);
    expect(await veli.texts(room)).toEqual(all);
    expect((await ali.opened(room)).members.map(({ name }) => name).sort()).toEqual([
      'ali',
      'veli',
    ]);
  });

  it('W9 a host that went back to a backup is noticed, said, and what it has is fetched again', async () => {
    const { ali, veli, room } = await twoPeople();
    await ali.say(room, 'before');
    await veli.until(async () => (await veli.texts(room)).length === 1);
    await ali.close();
    const folder = join(ali.folder, 'rooms', room);
    cpSync(folder, join(ali.folder, 'backup'), { recursive: true });
    await ali.start();
    await ali.live(room);
    await veli.ask('room/retry', { room });
    await veli.live(room);
    for (const n of [1, 2, 3]) await ali.say(room, `after ${n}`);
    await veli.until(async () => (await veli.texts(room)).length === 4);
    await veli.close();
    await veli.start();
    await veli.live(room);
    await ali.close();
    rmSync(folder, { recursive: true });
    cpSync(join(ali.folder, 'backup'), folder, { recursive: true });
    await ali.start();
    await veli.ask('room/retry', { room });
    await veli.untilWithTime(() => veli.of('room/resynced').length > 0);
    await veli.untilWithTime(async () => (await veli.view(room)).connection.state === 'live');
    expect(veli.of('room/resynced')).toEqual([{ room, cause: { code: 'cursor-ahead' } }]);
    expect(await veli.texts(room)).toEqual(['before']);
    await ali.untilWithTime(async () => (await ali.view(room)).connection.state === 'live');
    expect(await ali.texts(room)).toEqual(['before']);
  });

  it('a port in use leaves a running room where it was', async () => {
    const ali = await Person.open();
    const { room, address } = await ali.host('ali');
    const { port } = await usedPort();
    const refused = await ali.request('host/change-port', { room, port });
    expect(refused).toEqual({ ok: false, code: 'port-in-use', subject: String(port) });
    await ali.live(room);
    expect((await ali.view(room)).address).toBe(address);
  });

  it('an app that starts on a port in use shows why, and another port mends it', async () => {
    const { ali, veli, view, room } = await twoPeople();
    await ali.close();
    const port = Number(view.address.split(':')[1]);
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
    onTestFinished(() => void other.close());
    await ali.start();
    expect((await ali.view(room)).connection).toEqual({
      state: 'closed',
      cause: { code: 'port-in-use', subject: String(port) },
    });
    expect(await ali.request('host/status', { room })).toMatchObject({ code: 'room-not-running' });
    const status = await ali.ask('host/change-port', { room, port: 0 });
    expect(status.port).not.toBe(port);
    await ali.live(room);
    await veli.ask('room/join', { name: 'veli', address: `127.0.0.1:${status.port}` });
    await veli.live(room);
  });

  it('a second app on the same folder is refused', async () => {
    const ali = await Person.open();
    await expect(Person.open({ folder: ali.folder })).rejects.toThrow('data-in-use');
  });

  it('a room that is forgotten is gone from this computer, and what a host keeps stays', async () => {
    const { ali, veli, room } = await twoPeople();
    await veli.ask('room/forget', { room });
    expect(veli.of('room/removed')).toEqual([{ room }]);
    expect((await veli.ask('app/start', {})).rooms).toEqual([]);
    expect(await veli.request('room/open', { room })).toEqual({ ok: false, code: 'no-such-room' });
    await ali.ask('room/forget', { room });
    expect(existsSync(join(ali.folder, 'rooms', room, 'room.db'))).toBe(true);
  });
});

describe('the host’s panel', () => {
  it('R0.1 R1.9 R2.1 shows port, addresses, connections and the log, and tells of changes', async () => {
    const { ali, room } = await twoPeople();
    const status = await ali.ask('host/status', { room });
    expect(status.connections.map(({ name, address }) => [name, address])).toEqual([
      ['ali', 'memory'],
      ['veli', '127.0.0.1'],
    ]);
    expect(status.addresses.some(({ scope }) => scope === 'loopback')).toBe(true);
    expect(status.storedBytes).toBeGreaterThan(0);
    expect(status.messagesPerMinute).toHaveLength(30);
    const events = (await ali.ask('host/log', { room })).map(({ event }) => event);
    expect(events.slice(0, 3)).toEqual(['socket-created', 'bound', 'ready']);
    const told = ali.of('host/logged').flatMap(({ lines }) => lines.map(({ event }) => event));
    await ali.until(() => ali.of('host/logged').length > 0);
    expect(told.slice(0, 3)).toEqual(['socket-created', 'bound', 'ready']);
    const before = ali.of('host/changed').length;
    ali.clock.advance(500);
    await ali.until(() => ali.of('host/changed').length > before);
    expect(ali.of('host/changed').at(-1)?.connections).toHaveLength(2);
  });
});

describe('the bridge', () => {
  it('what is no request, or not of its shape, is refused with the field', async () => {
    const ali = await Person.open();
    expect(await ali.raw('room/explode', {})).toEqual({
      ok: false,
      code: 'bad-request',
      subject: 'room/explode',
    });
    expect(await ali.raw('toString', {})).toMatchObject({ code: 'bad-request' });
    expect(await ali.raw('room/join', { name: 'ali', address: 7 })).toMatchObject({
      code: 'bad-request',
      field: 'address',
    });
  });

  it('settings are kept over a restart and the first good name is learnt', async () => {
    const ali = await Person.open();
    await ali.host('ali');
    expect(ali.of('settings/changed').at(-1)).toMatchObject({ name: 'ali' });
    await ali.ask('settings/change', { language: 'tr', theme: 'dark' });
    expect(await ali.request('settings/change', { name: 'a\u202eb' })).toEqual({
      ok: false,
      code: 'name-not-allowed',
      field: 'name',
    });
    await ali.close();
    await ali.start();
    const start = await ali.ask('app/start', {});
    expect(start.settings).toEqual({ name: 'ali', language: 'tr', theme: 'dark' });
    expect(start).toMatchObject({ suggestedName: 'Test', version: '0.0.0', shell: 'browser' });
  });

  it('after it was closed every request is refused', async () => {
    const ali = await Person.open();
    const room: RoomView = await ali.host('ali');
    const asking = ali.request('room/open', { room: room.room });
    await ali.close();
    expect((await asking).ok).toBeDefined();
  });
});
