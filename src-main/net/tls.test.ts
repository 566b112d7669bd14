import { once } from 'node:events';
import { createServer } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { RoomKey } from '../../src-shared/host/room-key.ts';
import type { Pin } from '../../src-shared/protocol/ids.ts';
import { dialRoom } from './dial-room.ts';
import { openTcp } from './dial-tcp.ts';
import type { TcpListener } from './listen-tcp.ts';
import { listenTcp } from './listen-tcp.ts';
import { certify, makeRoomKey, pinOfRoom } from './room-key.ts';
import type { Heard } from './testing/heard.ts';
import { hear } from './testing/heard.ts';
import { connectKeyUpdater } from './testing/key-updater.ts';
import { describeTransport } from './testing/transport-contract.ts';
import type { ServerTls } from './tls.ts';
import { alertOf, handshakeByte, serverTls } from './tls.ts';
import type { Transport } from './transport.ts';

const host = '127.0.0.1';
const to = (port: number) => ({ host, port, timeoutMs: 5000 });
const opened: { destroy(): unknown }[] = [];
const listeners: TcpListener[] = [];
let key: RoomKey;

beforeAll(async () => {
  key = await makeRoomKey();
});

afterEach(async () => {
  for (const end of opened.splice(0)) end.destroy();
  for (const listener of listeners.splice(0)) await listener.close();
});

/** Listens as a room does: the first bytes are looked at, then it goes on inside TLS. */
async function listen(tls: ServerTls = serverTls(key)) {
  const arrivals: ((transport: Transport) => void)[] = [];
  const arrival = () => new Promise<Transport>((resolve) => arrivals.push(resolve));
  const listener = await listenTcp({
    host,
    port: 0,
    onTransport: (arrived) => {
      opened.push(arrived);
      arrived.listen({
        bytes: (soFar) => {
          expect(soFar[0]).toBe(handshakeByte);
          const secured = arrived.secured(soFar, tls);
          opened.push(secured);
          arrivals.shift()?.(secured);
        },
        closed: () => undefined,
      });
    },
  });
  listeners.push(listener);
  return { port: listener.port, arrival };
}

async function join(pin?: Pin): Promise<{ near: Heard; far: Heard; pin: Pin }> {
  const { port, arrival } = await listen();
  const arrived = arrival().then(hear);
  const { transport, pin: shown } = await dialRoom({ ...to(port), pin });
  opened.push(transport);
  return { near: hear(transport), far: await arrived, pin: shown };
}

describeTransport('TLS', async () => {
  const { port, arrival } = await listen();
  const arrived = arrival();
  const { transport } = await dialRoom(to(port));
  return [transport, await arrived];
});

describe('W14 a room is known by its key', () => {
  test('which is shown to whoever does not know it yet', async () => {
    const { pin } = await join();
    expect(pin).toBe(pinOfRoom(key));
  });

  test('whatever its certificate is', async () => {
    const renewed = { ...key, certificate: await certify(key.privateKey) };
    expect(Buffer.from(renewed.certificate)).not.toEqual(Buffer.from(key.certificate));
    const { port, arrival } = await listen(serverTls(renewed));
    const arrived = arrival().then(hear);
    const { transport } = await dialRoom({ ...to(port), pin: pinOfRoom(key) });
    opened.push(transport);
    hear(transport);
    transport.send(Buffer.from('merhaba'));
    expect(await (await arrived).untilLength(7)).toBe('merhaba');
  });

  test('and one with another key gets no byte', async () => {
    const other = await makeRoomKey();
    const { port, arrival } = await listen(serverTls(other));
    const arrived = arrival().then(hear);
    await expect(dialRoom({ ...to(port), pin: pinOfRoom(key) })).rejects.toMatchObject({
      refusal: { code: 'another-key', subject: `${host}:${port}` },
    });
    const far = await arrived;
    await far.untilClosed();
    expect(far.text()).toBe('');
  });
});

describe('W14 nothing but TLS 1.3 with a room', () => {
  test('a server without TLS is no room', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
    }).listen(0, host);
    await once(server, 'listening');
    const place = server.address();
    const port = typeof place === 'object' && place ? place.port : 0;
    await expect(dialRoom(to(port))).rejects.toMatchObject({ refusal: { code: 'answers-web' } });
    server.close();
  });

  test('a room that takes nobody in says why', async () => {
    for (const code of ['too-many-connections', 'room-full', 'room-closed'] as const) {
      const listener = await listenTcp({
        host,
        port: 0,
        onTransport: (arrived) =>
          arrived.listen({
            bytes() {
              arrived.send(alertOf(code));
              arrived.close();
            },
            closed: () => undefined,
          }),
      });
      listeners.push(listener);
      const { port } = listener;
      const refusal = { code, subject: `${host}:${port}` };
      await expect(dialRoom(to(port))).rejects.toMatchObject({ refusal });
    }
  });

  test('a room that asked for a name in plain lines is dialled again', async () => {
    const { port, arrival } = await listen();
    let dialled = 0;
    // As a room whose peer was slow: what it says first is no TLS.
    const wire = createServer((near) => {
      dialled += 1;
      near.on('error', () => undefined);
      if (dialled < 3) near.end('Please enter your username: ');
      else void openTcp(to(port)).then((far) => near.pipe(far).pipe(near));
    }).listen(0, host);
    await once(wire, 'listening');
    const place = wire.address();
    const arrived = arrival();
    const { transport, pin } = await dialRoom(
      to(typeof place === 'object' && place ? place.port : 0),
    );
    opened.push(transport, await arrived);
    expect([pin, dialled]).toEqual([pinOfRoom(key), 3]);
    wire.close();
  });

  test('an older TLS is refused', async () => {
    const { port } = await listen();
    const socket = connectTls({ host, port, rejectUnauthorized: false, maxVersion: 'TLSv1.2' });
    opened.push(socket);
    await expect(once(socket, 'secureConnect')).rejects.toThrow(/alert|handshake|disconnected/);
  });

  test('a peer of another protocol inside TLS is refused', async () => {
    const { port } = await listen();
    const options = { host, port, rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] };
    const socket = connectTls(options);
    opened.push(socket);
    await expect(once(socket, 'secureConnect')).rejects.toThrow(/alert|handshake|disconnected/);
  });
});

test('what looks like a handshake and is none ends, and harms nobody', async () => {
  const { port, arrival } = await listen();
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 600 }), async (rest) => {
      const arrived = arrival();
      const socket = await openTcp(to(port));
      opened.push(socket);
      socket.on('error', () => undefined);
      socket.end(Buffer.from([handshakeByte, 3, 1, ...rest]));
      const far = hear(await arrived);
      socket.resume();
      await far.untilClosed();
      expect(far.text()).toBe('');
    }),
    { numRuns: 50 },
  );
  const arrived = arrival().then(hear);
  const { transport } = await dialRoom(to(port));
  opened.push(transport);
  hear(transport);
  transport.send(Buffer.from('still here'));
  expect(await (await arrived).untilLength(10)).toBe('still here');
});

test('who makes new keys without end is ended; who says little in each record, or renews now and then, is not', async () => {
  const { port, arrival } = await listen();
  const arrived = arrival().then(hear);
  const { transport } = await dialRoom(to(port));
  opened.push(transport);
  hear(transport);
  const bytes = 5000;
  for (let n = 0; n < bytes; n += 1) {
    transport.send(Buffer.from('x'));
    await nextTurn();
  }
  const sparing = await arrived;

  const next = arrival().then(hear);
  const renewer = await connectKeyUpdater(port);
  opened.push(renewer);
  renewer.renew(100);
  renewer.say('still here');
  const far = await next;
  expect(await far.untilLength(10)).toBe('still here');

  const last = arrival().then(hear);
  const flooder = await connectKeyUpdater(port);
  opened.push(flooder);
  flooder.renew(4000);
  await (await last).untilClosed();
  await flooder.closed;
  transport.send(Buffer.from('!'));
  expect(await sparing.untilLength(bytes + 1)).toMatch(/^x+!$/);
});

test('records cut anywhere arrive whole', async () => {
  const { port, arrival } = await listen();
  // Between the two a wire that hands on a few bytes at a time.
  const wire = createServer((near) => {
    void openTcp(to(port)).then((far) => {
      opened.push(near, far);
      for (const [from, into] of [
        [near, far],
        [far, near],
      ] as const) {
        from.on('error', () => undefined);
        from.on('data', (bytes) => {
          for (let at = 0; at < bytes.length; at += 7) into.write(bytes.subarray(at, at + 7));
        });
        from.on('end', () => into.end());
      }
    });
  }).listen(0, host);
  await once(wire, 'listening');
  const place = wire.address();
  const wirePort = typeof place === 'object' && place ? place.port : 0;
  const arrived = arrival().then(hear);
  const { transport } = await dialRoom({ ...to(wirePort), pin: pinOfRoom(key) });
  opened.push(transport);
  const near = hear(transport);
  const far = await arrived;
  const text = 'şğü'.repeat(10_000);
  transport.send(Buffer.from(text));
  far.transport.send(Buffer.from(text));
  expect(await far.untilLength(Buffer.byteLength(text))).toBe(text);
  expect(await near.untilLength(Buffer.byteLength(text))).toBe(text);
  wire.close();
});
