import { connect, type Socket } from 'node:net';
import { measureRoom } from './fan-out.ts';
import { dial, LoadClient, type Wire } from './load-client.ts';
import type { Figures, Measurement } from './measurement.ts';
import { startRoom, type RoomUnderLoad } from './room-under-load.ts';
import { round, spread } from './statistics.ts';

/** A machine that slows down meanwhile hurts both. */
const thereAndBack = ['tls', 'bare', 'bare', 'tls'] as const;
/** One round alone gives anything from 0.62 to 0.76. */
const rounds = 3;
const idleMembers = 400;
const handshakes = 1000;
const signIns = 300;
const slowSockets = 500;
const atOnce = 10;
/** What a handshake begins with: its length is never reached. */
const halfHello = Buffer.from([0x16, 3, 1, 2, 0, 1, 0]);

/** What TLS costs against the same room without it, and whether slow strangers keep others out. */
export const secure: Measurement = {
  name: 'secure',
  title: `TLS 1.3 against none, and ${signIns} sign-ins beside ${slowSockets} half handshakes`,
  async measure() {
    const runs: [Wire, Figures][] = [];
    for (const wire of Array.from({ length: rounds }, () => thereAndBack).flat())
      runs.push([wire, await measureRoom('memory', { wire })]);
    const mean = (wire: Wire, figure: string): number =>
      runs.reduce((sum, [of, figures]) => sum + (of === wire ? (figures[figure] ?? 0) : 0), 0) /
      (runs.length / 2);
    const ratio = (figure: string): number => round(mean('tls', figure) / mean('bare', figure));
    return [
      ...runs.map(([wire, figures]) => ({ what: `fan-out, ${wire}`, figures })),
      {
        what: 'fan-out, TLS for each delivery without',
        figures: {
          deliveriesRatio: ratio('deliveriesPerSecond'),
          deliveriesPerServerCpuRatio: ratio('deliveriesPerServerCpuSecond'),
        },
      },
      { what: 'idle members, tls', figures: await idle('tls') },
      { what: 'idle members, bare', figures: await idle('bare') },
      { what: 'handshakes', figures: await shakeHands() },
      { what: `sign-ins beside ${slowSockets} slow sockets`, figures: await signInBesideSlow() },
    ];
  },
};

async function idle(wire: Wire): Promise<Figures> {
  const room = await startRoom('memory');
  const first = await LoadClient.enter(portOf(room, wire), 'first', wire);
  const { residentBytes: before } = await room.usage();
  const members = [first];
  for (let i = 0; i < idleMembers; i += 1)
    members.push(await LoadClient.enter(portOf(room, wire), `member-${i}`, wire));
  const { residentBytes: after } = await room.usage();
  for (const member of members) member.destroy();
  await room.stop();
  return { residentKbPerMember: round((after - before) / 1024 / idleMembers) };
}

async function shakeHands(): Promise<Figures> {
  const room = await startRoom('memory');
  const before = { at: performance.now(), ...(await room.usage()) };
  await inTurns(handshakes, async () => {
    (await dial(room.port, 'tls')).destroy();
  });
  const after = { at: performance.now(), ...(await room.usage()) };
  await room.stop();
  return {
    handshakesPerSecond: round(handshakes / ((after.at - before.at) / 1000)),
    handshakesPerServerCpuSecond: round(handshakes / ((after.cpuMs - before.cpuMs) / 1000)),
  };
}

async function signInBesideSlow(): Promise<Figures> {
  const room = await startRoom('memory');
  const slow = new Set<Socket>();
  let isOver = false;
  const hold = (): void => {
    const socket = connect(room.port, '127.0.0.1', () => socket.write(halfHello));
    slow.add(socket);
    socket.on('error', () => undefined);
    // A room that makes place for others has it back at once.
    socket.on('close', () => {
      slow.delete(socket);
      if (!isOver) setTimeout(hold, 50);
    });
  };
  for (let i = 0; i < slowSockets; i += 1) hold();
  const took: number[] = [];
  let entered = 0;
  await inTurns(signIns, async () => {
    const from = performance.now();
    const member = await LoadClient.enter(room.port, `member-${(entered += 1)}`);
    took.push(performance.now() - from);
    member.destroy();
  });
  isOver = true;
  for (const socket of slow) socket.destroy();
  await room.stop();
  const { p50, p99 } = spread(took);
  return { signInP50Ms: p50, signInP99Ms: p99 };
}

/** So many times, a few at once. */
async function inTurns(times: number, work: () => Promise<void>): Promise<void> {
  let left = times;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await work();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

function portOf({ port, barePort }: RoomUnderLoad, wire: Wire): number {
  return wire === 'tls' ? port : barePort;
}
