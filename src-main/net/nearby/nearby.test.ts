import { createSocket } from 'node:dgram';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Bonjour } from 'bonjour-service';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ManualClock } from '../../../src-shared/outside/manual-clock.ts';
import type { Pin, RoomId } from '../../../src-shared/protocol/ids.ts';
import { announceRoom } from './announce-room.ts';
import type { NearbyOptions } from './nearby-rooms.ts';
import { NearbyRooms } from './nearby-rooms.ts';
import type { RoomRecord } from './room-record.ts';
import { encodeRecord } from './room-record.ts';

const interfaces = () => ['127.0.0.1'];
/** Each test in a network of its own: nobody else's rooms, and nobody hears these. */
const port = await freePort();

const lab: RoomRecord = {
  room: 'abcdefghijklmnop' as RoomId,
  name: 'Lab',
  pin: 'k'.repeat(43) as Pin,
  port: 12_345,
  people: 3,
  isInvited: false,
};

async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  const { promise, resolve } = Promise.withResolvers<number>();
  socket.bind(0, '127.0.0.1', () => resolve(socket.address().port));
  const free = await promise;
  socket.close();
  return free;
}

function announce(record: Partial<RoomRecord> = {}) {
  const clock = new ManualClock();
  const announced = announceRoom({
    clock,
    interfaces,
    port,
    read: () => ({ ...lab, ...record }),
  });
  onTestFinished(() => announced.stop());
  return { announced, clock };
}

function look(attempt: NearbyOptions['try'] = async () => undefined) {
  const clock = new ManualClock();
  const rooms = new NearbyRooms({ clock, interfaces, port, try: attempt });
  onTestFinished(() => rooms.rest());
  return { rooms, clock };
}

/** Time goes on in all of them while nothing is so yet. */
async function until(isSo: () => boolean, ...clocks: ManualClock[]): Promise<void> {
  while (!isSo()) {
    await nextTurn();
    for (const clock of clocks) clock.advance(10);
  }
}

/** Whatever somebody on the network sends. */
async function send(...packets: Uint8Array[]): Promise<void> {
  const socket = createSocket('udp4');
  const bound = Promise.withResolvers<undefined>();
  socket.bind(0, '127.0.0.1', () => bound.resolve(undefined));
  await bound.promise;
  socket.setMulticastInterface('127.0.0.1');
  for (const packet of packets) {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    socket.send(packet, port, '224.0.0.251', () => resolve(undefined));
    await promise;
  }
  socket.close();
}

describe('rooms nearby', () => {
  it('a room is found with its name, its key, its people and where it said so', async () => {
    const { clock: hostClock } = announce();
    const { rooms, clock } = look();
    await until(() => rooms.look().rooms[0]?.state === 'there', clock, hostClock);
    expect(rooms.look()).toEqual({
      hidden: 0,
      problem: undefined,
      rooms: [
        {
          room: lab.room,
          name: 'Lab',
          pin: lab.pin,
          people: 3,
          isInvited: false,
          address: '127.0.0.1:12345',
          state: 'there',
        },
      ],
    });
  });

  it('a room that was there before is asked, and one that says goodbye is gone from the list', async () => {
    const { announced, clock: hostClock } = announce();
    const { rooms, clock } = look();
    await until(() => rooms.look().rooms.length === 1, clock, hostClock);
    await announced.stop();
    await until(() => rooms.look().rooms.length === 0);
  });

  it('what does not answer within two seconds, or with another key, is gone', async () => {
    const { clock: hostClock } = announce();
    const silent = look(() => new Promise(() => undefined));
    const other = look(() => Promise.reject(new Error('another key')));
    const isGone = ({ rooms }: typeof silent) => rooms.look().rooms[0]?.state === 'gone';
    await until(() => isGone(silent) && isGone(other), silent.clock, other.clock, hostClock);
  });

  it('another program that knows the protocol finds the room, and is answered', async () => {
    const { clock: hostClock } = announce();
    const bonjour = new Bonjour({ port, interface: '127.0.0.1', bind: '0.0.0.0' } as never);
    onTestFinished(() => bonjour.destroy());
    const found: { name: string; port: number; txt: Record<string, string> }[] = [];
    const browser = bonjour.find({ type: 'oda' }, (service) => found.push(service as never));
    onTestFinished(() => browser.stop());
    await until(() => found.length > 0, hostClock);
    expect(found[0]).toMatchObject({ name: lab.room, port: 12_345, txt: { n: 'Lab', p: '3' } });
  });
});

describe('what a stranger announces', () => {
  const idOf = (number: number) => String(number).padStart(16, 'x') as RoomId;

  it('500 rooms of one computer fill no list: eight are shown, and the others counted', async () => {
    const { rooms, clock } = look();
    rooms.look();
    for (let sent = 0; sent < 500; sent += 20) {
      const fakes = Array.from({ length: 20 }, (_, number) =>
        encodeRecord({ ...lab, room: idOf(sent + number), name: `Fake ${number}` }, '10.0.0.1'),
      );
      await send(...fakes);
      await until(() => rooms.look().hidden + rooms.look().rooms.length === sent + 20);
      clock.advance(1000);
    }
    expect(rooms.look().rooms).toHaveLength(8);
  });

  it('nothing is knocked at but where the packet came from', async () => {
    const tried: string[] = [];
    const { rooms, clock } = look(async ({ host }) => void tried.push(host));
    rooms.look();
    await until(() => rooms.look().problem === undefined);
    await send(encodeRecord(lab, '10.9.9.9'));
    await until(() => tried.length > 0, clock);
    expect(tried).toEqual(['127.0.0.1']);
  });
});
