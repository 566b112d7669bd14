import { cpSync, existsSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Person } from './testing/person.ts';
import { twoPeople, usedPort } from './testing/two-people.ts';

describe('coming and going', { timeout: 30_000 }, () => {
  it('R0.10 R1.5 R1.6 who leaves says goodbye: everyone hears it and the list has them no more', async () => {
    const { ali, veli, room } = await twoPeople();
    await veli.ask('room/disconnect', { room });
    expect(await veli.view(room)).toMatchObject({ connection: { is: 'closed' } });
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

  it('a room that was left stays closed when the app starts again, the others open', async () => {
    const { ali, veli, room } = await twoPeople();
    await veli.ask('room/disconnect', { room });
    const other = await veli.host('veli');
    for (const person of [ali, veli]) await person.close();
    for (const person of [ali, veli]) await person.start();
    await ali.live(room);
    await veli.live(other.room);
    expect((await veli.view(room)).connection).toEqual({ is: 'closed' });
  });

  it('an app that is closed while a room is being made leaves nothing running', async () => {
    const ali = await Person.open();
    const { port, free } = await usedPort();
    await free();
    const hosting = ali.request('room/host', { name: 'ali', roomName: 'r', port });
    await ali.close();
    await hosting;
    const next = createServer();
    await new Promise<void>((resolve, reject) => {
      next.once('error', reject).listen(port, '127.0.0.1', resolve);
    });
    next.close();
  });

  it('W4 W8 what is written offline waits on disk and goes out once, also over a restart', async () => {
    const { ali, veli, view, room } = await twoPeople();
    await ali.ask('room/disconnect', { room });
    await veli.until(async () => (await veli.view(room)).connection.is === 'waiting');
    await veli.say(room, 'yolda');
    await veli.close();
    await veli.start();
    expect((await veli.opened(room)).outbox).toMatchObject([{ said: { text: 'yolda' } }]);
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
    await veli.until(async () => (await veli.view(room)).connection.is === 'waiting');
    for (const n of [1, 2, 3]) await veli.say(room, `veli ${n}`);
    await ali.start();
    await ali.live(room);
    await veli.ask('room/retry', { room });
    await veli.untilWithTime(async () => (await veli.view(room)).connection.is === 'live');
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
    // Whoever comes and goes before makes the log longer than what was seen of it.
    await ali.untilWithTime(async () => (await ali.texts(room)).length === 1);
    await veli.ask('room/retry', { room });
    await veli.untilWithTime(() => veli.of('room/resynced').length > 0);
    await veli.untilWithTime(async () => (await veli.view(room)).connection.is === 'live');
    expect(veli.of('room/resynced')).toEqual([{ room, cause: { code: 'cursor-ahead' } }]);
    expect(await veli.texts(room)).toEqual(['before']);
    await ali.untilWithTime(async () => (await ali.view(room)).connection.is === 'live');
    expect(await ali.texts(room)).toEqual(['before']);
  });

  it('a port in use leaves a running room where it was', async () => {
    const ali = await Person.open();
    const { room, address } = await ali.host('ali');
    const { port } = await usedPort();
    const refused = await ali.request('host/change-port', { room, port });
    expect(refused).toEqual({ ok: false, refusal: { code: 'port-in-use', subject: String(port) } });
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
      is: 'closed',
      cause: { code: 'port-in-use', subject: String(port) },
    });
    expect(await ali.request('host/status', { room })).toMatchObject({
      refusal: { code: 'room-not-running' },
    });
    await ali.ask('room/disconnect', { room });
    const status = await ali.ask('host/change-port', { room, port: 0 });
    expect(status.port).not.toBe(port);
    await ali.live(room);
    await ali.close();
    await ali.start();
    expect((await ali.view(room)).address).toBe(`localhost:${status.port}`);
    await veli.enter({ name: 'veli', address: `127.0.0.1:${status.port}` });
    await veli.live(room);
  });

  it('a room that two windows open at once is hosted once', async () => {
    const ali = await Person.open();
    const { room } = await ali.host('ali');
    const asked = [
      'room/disconnect',
      'room/open',
      'room/open',
      'room/disconnect',
      'room/open',
    ] as const;
    const answers = await Promise.all(asked.map((name) => ali.request(name, { room })));
    expect(answers.map(({ ok }) => ok)).toEqual(asked.map(() => true));
    await ali.live(room);
  });

  it('a second app on the same folder is refused', async () => {
    const ali = await Person.open();
    await expect(Person.open({ folder: ali.folder })).rejects.toThrow('data-in-use');
  });

  it('a room that was left is gone from this computer, and what a host keeps stays', async () => {
    const { ali, veli, room } = await twoPeople();
    await veli.ask('room/leave', { room });
    expect(veli.of('room/removed')).toEqual([{ room }]);
    expect((await veli.ask('app/start', {})).rooms).toEqual([]);
    expect(await veli.request('room/open', { room })).toEqual({
      ok: false,
      refusal: { code: 'no-such-room' },
    });
    await ali.ask('room/leave', { room });
    expect(existsSync(join(ali.folder, 'rooms', room, 'room.db'))).toBe(true);
  });

  it('an app that was closed leaves no timer behind', async () => {
    const { ali, veli } = await twoPeople();
    await veli.close();
    await ali.close();
    expect([veli.clock.pendingTimers, ali.clock.pendingTimers]).toEqual([0, 0]);
  });

  it('a room is opened last when it is opened or joined again', async () => {
    const { veli, view, room } = await twoPeople();
    veli.clock.jumpWall(1000);
    const { lastOpenedAt } = (await veli.opened(room)).room;
    expect(lastOpenedAt).toBe(veli.clock.wallMs());
    veli.clock.jumpWall(1000);
    const address = `127.0.0.1:${view.address.split(':')[1]}`;
    const again = await veli.enter({ name: 'veli', address });
    expect(again.lastOpenedAt).toBe(veli.clock.wallMs());
  });
});
