import { once } from 'node:events';
import { createSocket } from 'node:dgram';
import { expect, onTestFinished, test } from 'vitest';
import type { DatagramSocket } from './datagram-socket.ts';
import { bindDatagrams } from './datagram-socket.ts';
import type { Remote } from './transport.ts';

type Arrival = { text: string; from: Remote };

/** A socket on a free port, and what comes to it, one after the other. */
async function bind(host?: string) {
  const arrivals: Arrival[] = [];
  const waiting: ((arrival: Arrival) => void)[] = [];
  const socket = await bindDatagrams({
    port: 0,
    ...(host === undefined ? {} : { host }),
    onDatagram: (bytes, from) => {
      const arrival = { text: Buffer.from(bytes).toString(), from };
      const next = waiting.shift();
      if (next) next(arrival);
      else arrivals.push(arrival);
    },
  });
  if (!socket) throw new Error('no datagrams here');
  onTestFinished(() => socket.close());
  const arrival = () =>
    new Promise<Arrival>((resolve) => {
      const known = arrivals.shift();
      if (known) resolve(known);
      else waiting.push(resolve);
    });
  return { socket, arrival };
}

const at = (socket: DatagramSocket, address = '127.0.0.1') => ({ address, port: socket.port });

test('W10 datagrams go there and back between two ports of this computer', async () => {
  const room = await bind('127.0.0.1');
  const member = await bind('127.0.0.1');
  member.socket.send(Buffer.from('beat'), at(room.socket));
  const heard = await room.arrival();
  expect(heard).toEqual({ text: 'beat', from: at(member.socket) });
  room.socket.send(Buffer.from('answer'), heard.from);
  expect(await member.arrival()).toEqual({ text: 'answer', from: at(room.socket) });
});

test('W10 without an address all interfaces are listened on, IPv4 shown as such', async () => {
  const room = await bind();
  const member = await bind();
  member.socket.send(Buffer.from('beat'), at(room.socket));
  const heard = await room.arrival();
  expect(heard.from.address).toBe('127.0.0.1');
  room.socket.send(Buffer.from('answer'), heard.from);
  expect((await member.arrival()).text).toBe('answer');
});

test('a port that somebody has cannot be had, and nothing is thrown', async () => {
  const taken = createSocket('udp4').bind({ port: 0, address: '127.0.0.1' });
  onTestFinished(() => void taken.close());
  await once(taken, 'listening');
  const { port } = taken.address();
  const onDatagram = () => undefined;
  expect(await bindDatagrams({ port, host: '127.0.0.1', onDatagram })).toBeUndefined();
  expect(await bindDatagrams({ port: 0, host: '203.0.113.7', onDatagram })).toBeUndefined();
});

test('what cannot be sent is lost without a word, and the next one goes', async () => {
  const room = await bind('127.0.0.1');
  const member = await bind('127.0.0.1');
  const { port } = room.socket;
  const nowhere = [
    { address: 'not an address', port },
    { address: '::1', port },
    { address: '127.0.0.1', port: 0 },
    { address: '127.0.0.1', port: 70_000 },
  ];
  for (const to of nowhere) member.socket.send(Buffer.from('x'), to);
  member.socket.send(Buffer.alloc(100_000), at(room.socket));
  member.socket.send(Buffer.from('beat'), at(room.socket));
  expect((await room.arrival()).text).toBe('beat');
});

test('a socket that was closed sends nothing, frees its port and can be closed again', async () => {
  const room = await bind('127.0.0.1');
  const { socket } = await bind('127.0.0.1');
  const { port } = socket;
  socket.close();
  socket.close();
  socket.send(Buffer.from('too late'), at(room.socket));
  const onDatagram = () => undefined;
  const next = await bindDatagrams({ port, host: '127.0.0.1', onDatagram });
  expect(next?.port).toBe(port);
  // Datagrams of one computer keep their order: the first that comes is the first that was sent.
  next?.send(Buffer.from('after'), at(room.socket));
  expect((await room.arrival()).text).toBe('after');
  next?.close();
});
