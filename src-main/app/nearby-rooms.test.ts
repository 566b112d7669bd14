import { createSocket } from 'node:dgram';
import { describe, expect, it, onTestFinished } from 'vitest';
import { spokenCode } from '../../src-shared/invite/spoken-code.ts';
import { ManualClock } from '../../src-shared/outside/manual-clock.ts';
import type { Pin, RoomId } from '../../src-shared/protocol/ids.ts';
import { announceRoom } from '../net/nearby/announce-room.ts';
import { createNearby } from '../net/nearby/create-nearby.ts';
import { Person } from './testing/person.ts';

/** Somebody on a network that this test has for itself. */
async function neighbour(port: number): Promise<{ person: Person; clock: ManualClock }> {
  const clock = new ManualClock();
  const nearby = createNearby({ clock, port, interfaces: () => ['127.0.0.1'] });
  return { person: await Person.open({ nearby }), clock };
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  const { promise, resolve } = Promise.withResolvers<number>();
  socket.bind(0, '127.0.0.1', () => resolve(socket.address().port));
  const free = await promise;
  socket.close();
  return free;
}

/** Says of a room that it is where nobody answers. */
function lie(port: number, { name, pin }: { name: string; pin: Pin }): void {
  const room = {
    room: 'liar-liar-liar-l' as RoomId,
    name,
    pin,
    port: 1,
    people: 0,
    isInvited: false,
  };
  const interfaces = () => ['127.0.0.1'];
  const liar = announceRoom({ clock: new ManualClock(), port, interfaces, read: () => room });
  onTestFinished(() => liar.stop());
}

async function neighbours() {
  const port = await freePort();
  const [host, guest] = [await neighbour(port), await neighbour(port)];
  const look = () => guest.person.ask('nearby/look', {});
  /** Time goes on for both while it is not so yet. */
  const until = (isSo: () => Promise<boolean>) =>
    guest.person.until(async () => {
      host.clock.advance(20);
      guest.clock.advance(20);
      return isSo();
    });
  return { ali: host.person, veli: guest.person, look, until, port };
}

describe('rooms nearby', () => {
  it('a room that is hosted is there for a neighbour, who compares its key and joins by it', async () => {
    const { ali, veli, look, until } = await neighbours();
    const hosted = await ali.host('ali');
    await until(async () => (await look()).rooms[0]?.state === 'there');
    const [found] = (await look()).rooms;
    expect(found).toMatchObject({ room: hosted.room, name: "ali's room", people: 1 });
    const params = { name: 'veli', address: found?.address ?? '' };
    const first = await veli.request('room/join', params);
    expect(first).toMatchObject({ ok: false, refusal: { code: 'key-unknown' } });
    await veli.enter(params);
    await until(async () => (await look()).rooms[0]?.people === 2);
    // Whoever hosts a room does not look for it.
    expect((await ali.ask('nearby/look', {})).rooms).toEqual([]);
  });

  it('a code that was read aloud is enough, and whether one needs an invite is known before', async () => {
    const { ali, veli, look, until } = await neighbours();
    const { room } = await ali.host('ali');
    await ali.ask('host/change-options', { room, access: 'invited' });
    await until(async () => (await look()).rooms[0]?.isInvited === true);
    const { pin } = await ali.ask('host/status', { room });
    const params = { name: 'veli', address: spokenCode(pin) };
    const refused = await veli.request('room/join', params);
    expect(refused).toMatchObject({ refusal: { code: 'invite-or-password-needed' } });
    await ali.ask('host/change-options', { room, access: 'open' });
    await veli.ask('room/join', params);
    await veli.live(room);
  });

  it('who says that the room of a code is elsewhere leads nobody away from where it answers', async () => {
    const { ali, veli, look, until, port } = await neighbours();
    const { room } = await ali.host('ali');
    const { pin } = await ali.ask('host/status', { room });
    lie(port, { name: 'Elsewhere', pin });
    await until(async () => {
      const states = (await look()).rooms.map(({ state }) => state);
      return states.includes('there') && states.includes('gone');
    });
    await veli.ask('room/join', { name: 'veli', address: spokenCode(pin) });
    await veli.live(room);
  });

  it('the look of a key is made for a room that has shown it, and for no other', async () => {
    const { ali, look, until, port } = await neighbours();
    await ali.host('ali');
    lie(port, { name: "ali's room", pin: 'A'.repeat(43) as Pin });
    await until(async () => {
      const states = (await look()).rooms.map(({ state }) => state);
      return states.includes('there') && states.includes('gone');
    });
    const marked = (await look()).rooms.map(({ state, alike }) => [state, alike !== undefined]);
    expect(new Map(marked as [string, boolean][])).toEqual(
      new Map([
        ['there', true],
        ['gone', false],
      ]),
    );
  });

  it('two rooms whose names look alike are both marked, each with the look of its own key', async () => {
    const { ali, look, until } = await neighbours();
    const room = (roomName: string) => ali.ask('room/host', { name: 'ali', roomName, port: 0 });
    await room('Class 5');
    await room('Сlass 5');
    await room('Class 6');
    await until(async () => {
      const { rooms } = await look();
      return rooms.length === 3 && rooms.every(({ state }) => state === 'there');
    });
    const marks = (await look()).rooms.map(
      ({ name, alike }) => [name, alike !== undefined] as const,
    );
    expect(new Map(marks)).toEqual(
      new Map([
        ['Class 5', true],
        ['Class 6', false],
        ['Сlass 5', true],
      ]),
    );
  });

  it('the host switches it off and on again for one room while it runs, and the other one stays there', async () => {
    const { ali, look, until } = await neighbours();
    const { room } = await ali.host('one');
    await ali.host('other');
    const names = async () => (await look()).rooms.map(({ name }) => name).toSorted();
    await until(async () => (await names()).length === 2);
    await ali.ask('host/change-network', { room, isAnnounced: false });
    await until(async () => (await names()).length === 1);
    expect(await names()).toEqual(["other's room"]);
    expect((await ali.ask('host/status', { room })).announced).toEqual({ is: 'off' });
    await ali.ask('host/change-network', { room, isAnnounced: true });
    await until(async () => (await names()).length === 2);
    expect((await ali.ask('host/status', { room })).announced).toEqual({ is: 'on' });
  });

  it('what was chosen for a room stays so at the next start, and a new room begins like it', async () => {
    const { ali } = await neighbours();
    const { room } = await ali.host('ali');
    const other = await ali.host('other');
    await ali.ask('host/change-network', { room, isAnnounced: false });
    await ali.close();
    await ali.start();
    const state = async (of: RoomId) => (await ali.ask('host/status', { room: of })).announced.is;
    await ali.ask('room/open', { room });
    await ali.ask('room/open', { room: other.room });
    expect(await state(room)).toBe('off');
    expect(await state(other.room)).not.toBe('off');
    const fresh = await ali.host('new');
    expect(await state(fresh.room)).toBe('off');
  });

  it('a room of an Oda that was started without it is told so, and cannot be switched on', async () => {
    const ali = await Person.open();
    const { room } = await ali.host('ali');
    const after = await ali.ask('host/change-network', { room, isAnnounced: true });
    expect(after.announced).toEqual({ is: 'hidden' });
    const codes = (await ali.ask('host/network', { room })).map(({ code }) => code);
    expect(codes).not.toContain('nearby-off');
  });

  it('who does not want to look for rooms sees none, and is told that it is switched off', async () => {
    const { ali, veli, look, until } = await neighbours();
    await ali.host('ali');
    await until(async () => (await look()).rooms.length === 1);
    await veli.ask('settings/change', { nearby: false });
    expect(await look()).toEqual({ rooms: [], hidden: 0, isOff: true });
  });

  it('a room runs and closes where there is no network, and its host is told that nobody nearby sees it', async () => {
    const nearby = createNearby({ clock: new ManualClock(), interfaces: () => [] });
    const ali = await Person.open({ nearby });
    const { room } = await ali.host('ali');
    const problem = 'no-network';
    expect((await ali.ask('host/status', { room })).announced).toEqual({ is: 'failed', problem });
    expect(await ali.ask('nearby/look', {})).toMatchObject({ isOff: false, problem });
    await ali.ask('room/disconnect', { room });
  });
});
