import { expect, it } from 'vitest';
import type { Command } from '../../src-shared/protocol/commands.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { createMemoryPair } from '../net/memory-transport.ts';
import type { Transport } from '../net/transport.ts';
import { OdaConnection } from './oda-connection.ts';
import type { SessionPort } from './session-port.ts';

/** A connection whose room answers as it is told to, or later by hand. */
function openConnection(
  handle: (command: Command, connection: OdaConnection) => void = () => undefined,
) {
  const [peer, transport] = createMemoryPair();
  const asked: Command[] = [];
  const port: Pick<SessionPort, 'handle' | 'heard' | 'closed'> = {
    handle: (command) => {
      asked.push(command);
      handle(command, connection);
    },
    heard: () => undefined,
    closed: () => undefined,
  };
  const connection: OdaConnection = new OdaConnection({
    transport,
    openSession: () => port as SessionPort,
    onAdmitted: () => undefined,
    onClosed: () => undefined,
  });
  connection.admitted();
  return { peer, asked, connection };
}

/** Requests of one type, numbered from `from` up to and including `to`. */
const lines = (type: string, [from, to]: [number, number]): string =>
  Array.from(
    { length: to - from + 1 },
    (_, i) => `${JSON.stringify({ type, rid: from + i, in: 'everyone' })}\n`,
  ).join('');

/** Everything that can be handed over has been. */
async function settled(peer: Transport): Promise<void> {
  for (let left = peer.queuedBytes; ; left = peer.queuedBytes) {
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    if (peer.queuedBytes === left) return;
  }
}

it('W17 requests beyond 64 are not looked at before others have been answered', async () => {
  const { peer, asked, connection } = openConnection();
  peer.send(Buffer.from(lines('ping', [1, 200])));
  await settled(peer);
  expect(asked).toHaveLength(limits.maxRequestsInFlight);
  connection.answer(7, {});
  connection.answer(3, {});
  expect(asked).toHaveLength(limits.maxRequestsInFlight + 2);
});

it('W17 what is answered at once is shared out over turns too, in order and to the last one', async () => {
  const { peer, asked } = openConnection((command, connection) =>
    connection.answer(command.rid, {}),
  );
  peer.send(Buffer.from(lines('ping', [1, 1000])));
  let [before, most] = [0, 0];
  while (asked.length < 1000) {
    await new Promise((resolve) => setImmediate(resolve));
    most = Math.max(most, asked.length - before);
    before = asked.length;
  }
  expect(most).toBeLessThanOrEqual(limits.maxRequestsInFlight);
  expect(asked.map(({ rid }) => rid)).toEqual(Array.from({ length: 1000 }, (_, i) => i + 1));
});

it('W17 of what the store answers one request is in flight, and those after it wait in order', async () => {
  const { peer, asked, connection } = openConnection();
  peer.send(Buffer.from(lines('read-history', [1, 2]) + lines('ping', [3, 3])));
  await settled(peer);
  expect(asked.map(({ rid }) => rid)).toEqual([1]);
  connection.answer(1, {});
  expect(asked.map(({ rid }) => rid)).toEqual([1, 2]);
  connection.refuse(2, { code: 'store-failed' });
  expect(asked.map(({ rid }) => rid)).toEqual([1, 2, 3]);
});

it('W17 nothing runs while the send queue is above the soft limit', async () => {
  const { peer, asked, connection } = openConnection();
  peer.listen({ bytes: () => undefined, closed: () => undefined });
  peer.pause();
  peer.send(Buffer.from(lines('ping', [1, 2])));
  await settled(peer);
  connection.answer(1, { filling: 'x'.repeat(limits.sendQueueSoftBytes) });
  connection.answer(2, {});
  peer.send(Buffer.from(lines('ping', [3, 3])));
  await settled(peer);
  expect(asked).toHaveLength(2);
  peer.resume();
  await settled(peer);
  await expect.poll(() => asked.length).toBe(3);
});

it('W17 what waited is dropped at the close', async () => {
  const { peer, asked, connection } = openConnection();
  peer.send(Buffer.from(lines('read-history', [1, 50])));
  await settled(peer);
  connection.end({ code: 'room-closed' });
  connection.answer(1, {});
  await settled(peer);
  expect(asked).toHaveLength(1);
});

it('W17 a peer is not read from past the receive buffer', async () => {
  const { peer, asked } = openConnection();
  peer.send(Buffer.from(lines('read-history', [1, 1])));
  const chunk = Buffer.from(lines('ping', [2, 2000]));
  for (let i = 0; i < 20; i += 1) peer.send(chunk);
  await settled(peer);
  expect(asked).toHaveLength(1);
  expect(20 * chunk.length - peer.queuedBytes).toBeLessThanOrEqual(limits.receiveBufferBytes);
});
