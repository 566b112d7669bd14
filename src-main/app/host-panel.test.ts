import { usualFileTerms } from '../../src-shared/protocol/files.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRoomStore } from '../storage/room/testing/room-stores.ts';
import { Person, storageInProcess } from './testing/person.ts';
import { twoPeople } from './testing/two-people.ts';

const opening = ['socket-created', 'bound', 'datagrams-ready', 'ready'];

describe('the host’s panel', { timeout: 30_000 }, () => {
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
    expect(events.slice(0, 4)).toEqual(opening);
    const told = ali.of('host/logged').flatMap(({ lines }) => lines.map(({ event }) => event));
    await ali.until(() => ali.of('host/logged').length > 0);
    expect(told.slice(0, 4)).toEqual(opening);
    const before = ali.of('host/changed').length;
    ali.clock.advance(500);
    await ali.until(() => ali.of('host/changed').length > before);
    expect(ali.of('host/changed').at(-1)?.connections).toHaveLength(2);
  });

  it('R3.10 the log’s files hold who came and wrote where, texts only while that is switched on', async () => {
    const { ali, veli, room, direct } = await twoPeople();
    const { logFolder, options } = await ali.ask('host/status', { room });
    expect(options).toEqual({
      plain: false,
      logTexts: false,
      access: 'open',
      files: usualFileTerms,
    });
    expect(logFolder).toBe(join(ali.folder, 'rooms', room, 'log'));
    await veli.say(room, 'önceki söz');
    await ali.until(async () => (await ali.texts(room)).length === 1);

    const changed = await ali.ask('host/change-options', { room, logTexts: true });
    expect(changed.options).toEqual({
      plain: false,
      logTexts: true,
      access: 'open',
      files: usualFileTerms,
    });
    await veli.until(() => veli.of('room/changed').at(-1)?.logsTexts === true);
    await veli.say(room, 'açık söz');
    await veli.say(room, 'gizli söz', direct);
    await ali.until(async () => (await ali.texts(room, direct)).length === 1);
    await ali.ask('host/change-options', { room, plain: true });
    expect((await ali.ask('host/status', { room })).options).toEqual({
      plain: true,
      logTexts: true,
      access: 'open',
      files: usualFileTerms,
    });
    await ali.close();

    const lines = readFileSync(join(logFolder, 'host.log'), 'utf8').trimEnd().split('\n');
    for (const line of lines) expect(line).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} {2}\S/);
    const log = lines.join('\n');
    for (const word of ['127.0.0.1:', 'veli', 'açık söz']) expect(log).toContain(word);
    for (const word of ['önceki söz', 'gizli söz']) expect(log).not.toContain(word);

    await ali.start();
    await ali.live(room);
    expect((await ali.ask('host/status', { room })).options).toEqual({
      plain: true,
      logTexts: true,
      access: 'open',
      files: usualFileTerms,
    });
  });

  it('R3.10 the log’s files speak the person’s language, or else the system’s', async () => {
    const ali = await Person.open();
    await ali.ask('settings/change', { language: 'tr' });
    const { room } = await ali.host('ali');
    const { logFolder } = await ali.ask('host/status', { room });
    await ali.ask('room/disconnect', { room });
    await ali.ask('settings/change', { language: 'system' });
    await ali.opened(room);
    await ali.ask('room/disconnect', { room });
    const lines = readFileSync(join(logFolder, 'host.log'), 'utf8').split('\n');
    const words = (start: string) => lines.filter((line) => line.slice(25).startsWith(start));
    expect(words('Soket')).toHaveLength(1);
    expect(words('Socket')).toHaveLength(1);
  });

  it('a full disk stands in the panel until there is space, which is looked for while the room runs', async () => {
    const space = { free: 1 };
    const freeBytes = () => space.free;
    const ali = await Person.open({
      storage: {
        ...storageInProcess,
        createRoom: async (place) => createRoomStore(place, { freeBytes }),
      },
    });
    const { room } = await ali.host('ali');
    const told = () => ali.of('host/changed').at(-1);
    expect(await ali.ask('host/status', { room })).toMatchObject({ fullDisk: { freeBytes: 1 } });
    await ali.untilWithTime(() => told()?.fullDisk?.freeBytes === 1);
    // Whatever else there was to tell is told.
    ali.clock.advance(1000);
    await ali.ask('host/status', { room });
    space.free = Number.MAX_SAFE_INTEGER;
    ali.clock.advance(10_000);
    await ali.until(() => told()?.fullDisk === undefined);
    space.free = 2;
    await ali.say(room, 'selam');
    await ali.untilWithTime(() => told()?.fullDisk?.freeBytes === 2);
    await ali.ask('room/disconnect', { room });
    // Only those that ask whether the person is still there, and whether copies of files are too old.
    expect(ali.clock.pendingTimers).toBe(2);
  });

  it('the folder of the log is opened by the shell, and named where that cannot be', async () => {
    const opened: string[] = [];
    let can = true;
    const ali = await Person.open({
      openFolder: async (path) => {
        opened.push(path);
        return can;
      },
    });
    const { room } = await ali.host('ali');
    const { logFolder } = await ali.ask('host/status', { room });
    await ali.ask('host/open-log', { room });
    expect(opened).toEqual([logFolder]);
    can = false;
    const refused = { ok: false, refusal: { code: 'folder-not-opened', subject: logFolder } };
    expect(await ali.request('host/open-log', { room })).toEqual(refused);

    const veli = await Person.open();
    const other = await veli.host('veli');
    const answer = await veli.request('host/open-log', { room: other.room });
    expect(answer).toMatchObject({ refusal: { code: 'folder-not-opened' } });
    await veli.ask('room/disconnect', { room: other.room });
    for (const name of ['host/open-log', 'host/change-options', 'host/log'] as const) {
      expect(await veli.request(name, { room: other.room })).toMatchObject({
        refusal: { code: 'room-not-running' },
      });
    }
  });
});
