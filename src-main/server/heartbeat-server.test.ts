import { expect, it, onTestFinished } from 'vitest';
import { seededRandom } from '../../src-shared/outside/random.ts';
import type { Secret } from '../../src-shared/protocol/ids.ts';
import type { DatagramSocket } from '../net/datagram-socket.ts';
import { bindDatagrams, encodeHeartbeat, isProved, readHeartbeat } from '../net/datagram-socket.ts';
import type { SessionId } from '../room/effects.ts';
import type { HeartbeatOffer } from './heartbeat-server.ts';
import { HeartbeatServer } from './heartbeat-server.ts';

const host = '127.0.0.1';
const one = 1 as SessionId;
const other = 2 as SessionId;

async function openServer() {
  const heard: SessionId[] = [];
  const server = new HeartbeatServer({ random: seededRandom(3), heard: (id) => heard.push(id) });
  onTestFinished(() => server.close());
  expect(await server.open({ port: 0, host })).toBe(true);
  const offer = (session: SessionId): HeartbeatOffer => {
    const offered = server.offer(session);
    if (!offered) throw new Error('no datagrams here');
    return offered;
  };
  return { server, heard, offer };
}

/** A member's side: sends what it is told to, and gives the answers one after the other. */
async function openMember(): Promise<{ socket: DatagramSocket; answer: () => Promise<Buffer> }> {
  const answers: Buffer[] = [];
  const waiting: ((bytes: Buffer) => void)[] = [];
  const socket = await bindDatagrams({
    port: 0,
    host,
    onDatagram: (bytes) => {
      const next = waiting.shift();
      if (next) next(Buffer.from(bytes));
      else answers.push(Buffer.from(bytes));
    },
  });
  if (!socket) throw new Error('no datagrams here');
  onTestFinished(() => socket.close());
  const answer = () =>
    new Promise<Buffer>((resolve) => {
      const known = answers.shift();
      if (known) resolve(known);
      else waiting.push(resolve);
    });
  return { socket, answer };
}

const beat = ({ session, key }: HeartbeatOffer, counter: number) =>
  encodeHeartbeat({ session, counter }, { key, direction: 'member-to-room' });

it('W10 a good datagram is a sign of life, and is answered with its own number and a proof', async () => {
  const { heard, offer } = await openServer();
  const { socket, answer } = await openMember();
  const offered = offer(one);
  socket.send(beat(offered, 5), { address: host, port: offered.port });
  const answered = await answer();
  expect(heard).toEqual([one]);
  expect(readHeartbeat(answered)).toEqual({ session: offered.session, counter: 5 });
  expect(isProved(answered, { key: offered.key, direction: 'room-to-member' })).toBe(true);
});

it('W10 R3.8 what is forged, repeated, reflected or of nobody is neither heard nor answered', async () => {
  const { server, heard, offer } = await openServer();
  const { socket, answer } = await openMember();
  const mine = offer(one);
  const theirs = offer(other);
  const room = { address: host, port: mine.port };
  socket.send(beat(mine, 5), room);
  await answer();

  const randomKey = 'x'.repeat(43) as Secret;
  const reflected = encodeHeartbeat(
    { session: mine.session, counter: 9 },
    { key: mine.key, direction: 'room-to-member' },
  );
  const gone = offer(3 as SessionId);
  server.forget(3 as SessionId);
  const bad = [
    beat(mine, 5),
    beat(mine, 4),
    reflected,
    beat({ ...mine, key: randomKey }, 6),
    beat({ ...theirs, key: mine.key }, 6),
    beat({ ...mine, session: 99 }, 6),
    beat(gone, 1),
    Buffer.from('OdaH'),
    Buffer.alloc(36, 0xff),
    Buffer.alloc(1400, 'x'),
  ];
  for (const bytes of bad) socket.send(bytes, room);
  socket.send(beat(mine, 6), room);
  // The one answer that comes is to the last one, which was good.
  expect(readHeartbeat(await answer())).toEqual({ session: mine.session, counter: 6 });
  expect(heard).toEqual([one, one]);
});

it('W10 where the port cannot be had nothing is offered', async () => {
  const { offer } = await openServer();
  const { port } = offer(one);
  const late = new HeartbeatServer({ random: seededRandom(4), heard: () => undefined });
  expect(await late.open({ port, host })).toBe(false);
  expect(late.offer(other)).toBeUndefined();
});
