import { execFile } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Bonjour } from 'bonjour-service';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ManualClock } from '../../../src-shared/outside/manual-clock.ts';
import type { Pin, RoomId } from '../../../src-shared/protocol/ids.ts';
import { announceRoom } from './announce-room.ts';
import type { NearbyOptions } from './nearby-rooms.ts';
import { NearbyRooms } from './nearby-rooms.ts';
import type { RoomRecord } from './room-record.ts';
import { encodeRecord, isQuestion, readRecords } from './room-record.ts';
import { checkRoomName } from '../../../src-shared/text/names.ts';

const nearbyProcess = fileURLToPath(new URL('./testing/nearby-process.ts', import.meta.url));
const root = process.getuid?.() === 0 ? ['root'] : [];
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

/** A switch between two networks on the host's side, one neighbour on each: a namespace for each of the three. */
const cables = [
  'ip link set lo up',
  'unshare -n sleep 60 & one=$!',
  'unshare -n sleep 60 & two=$!',
  'until [ "$(readlink /proc/$one/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do :; done',
  'until [ "$(readlink /proc/$two/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do :; done',
  'ip link add host1 type veth peer name eth1 netns $one',
  'ip link add host2 type veth peer name eth2 netns $two',
  'ip addr add 10.1.0.1/24 dev host1; ip link set host1 up',
  'ip addr add 10.2.0.1/24 dev host2; ip link set host2 up',
  'nsenter -t $one -n sh -c "ip addr add 10.1.0.2/24 dev eth1; ip link set eth1 up"',
  'nsenter -t $two -n sh -c "ip addr add 10.2.0.2/24 dev eth2; ip link set eth2 up"',
  '"$0" "$1" host & host=$!',
  'nsenter -t $one -n "$0" "$1" look',
  'nsenter -t $two -n "$0" "$1" look',
  'kill $host $one $two',
].join('\n');

describe.each(root)('on two networks at once (%s)', () => {
  it('a room is found on each, at the address that it has there', async () => {
    const args = ['-n', '/bin/sh', '-c', cables, process.execPath, nearbyProcess];
    const { stdout } = await promisify(execFile)('unshare', args);
    expect(stdout.trim().split('\n')).toEqual(['10.1.0.1:12345', '10.2.0.1:12345']);
  });
});

describe('what is no record of a room', () => {
  it('whatever comes is read without harm: cut, changed, or made up', () => {
    const whole = Buffer.from(encodeRecord(lab, '10.0.0.1'));
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length), (at, byte, end) => {
        const changed = Buffer.from(whole);
        changed[at] = byte;
        for (const bytes of [changed, whole.subarray(0, end), changed.subarray(0, end)]) {
          for (const { name, port: told } of readRecords(bytes)) {
            expect(checkRoomName(name)).toEqual({ ok: true, name });
            expect(told).toBeGreaterThan(0);
          }
          expect(isQuestion(bytes, lab.room)).toBe(false);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('names that turn around what stands beside them, keys of another length and no port are no rooms', () => {
    const wrong: Partial<RoomRecord>[] = [
      { name: 'Lab\u202eexe' },
      { name: '' },
      { pin: 'short' as Pin },
      { room: '../../etc/passwd' as RoomId },
      { port: 0 },
    ];
    for (const one of wrong)
      expect(readRecords(encodeRecord({ ...lab, ...one }, '10.0.0.1'))).toEqual([]);
    expect(readRecords(encodeRecord(lab, '10.0.0.1'))).toEqual([{ ...lab, isGone: false }]);
    expect(readRecords(Buffer.alloc(9001, encodeRecord(lab, '10.0.0.1')))).toEqual([]);
  });

  it('a name of the greatest length is told as far as it goes, in whole characters', () => {
    const name = '🌳'.repeat(64);
    const [heard] = readRecords(encodeRecord({ ...lab, name }, '10.0.0.1'));
    expect(name.startsWith(heard?.name ?? '?')).toBe(true);
    expect([...(heard?.name ?? '')]).toHaveLength(63);
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
