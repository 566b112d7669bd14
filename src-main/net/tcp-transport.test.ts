import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { linux } from '../storage/testing/systems.ts';
import { dialCode, dialTcp } from './dial-tcp.ts';
import type { TcpListener } from './listen-tcp.ts';
import { ListenError, listenTcp } from './listen-tcp.ts';
import type { Heard } from './testing/heard.ts';
import { hear } from './testing/heard.ts';
import { describeTransport } from './testing/transport-contract.ts';
import type { Transport } from './transport.ts';
import { DialError } from './transport.ts';

const host = '127.0.0.1';
const opened: { destroy(): unknown }[] = [];
const listeners: TcpListener[] = [];

afterEach(async () => {
  for (const end of opened.splice(0)) end.destroy();
  for (const listener of listeners.splice(0)) await listener.close();
});

/** A listener on a free port and the transports that come in. */
async function listen(options: { host?: string; closingMs?: number } = { host }) {
  const arrivals: ((transport: Transport) => void)[] = [];
  const arrival = () => new Promise<Transport>((resolve) => arrivals.push(resolve));
  const listener = await listenTcp({
    ...options,
    port: 0,
    onTransport: (transport) => {
      opened.push(transport);
      arrivals.shift()?.(transport);
    },
  });
  listeners.push(listener);
  return { port: listener.port, listener, arrival };
}

/** A transport that came in, heard, and the plain socket at its other end. */
async function accept(options?: { host?: string; closingMs?: number }): Promise<[Heard, Socket]> {
  const { port, arrival } = await listen(options);
  const arrived = arrival().then(hear);
  const socket = connect({ host, port });
  opened.push(socket);
  await once(socket, 'connect');
  return [await arrived, socket];
}

describeTransport('TCP', async () => {
  const { port, arrival } = await listen();
  const arrived = arrival();
  // The end that came in is listened to in the same turn as the dialled one.
  const near = await dialTcp({ host, port, timeoutMs: 5000 });
  return [near, await arrived];
});

describe('listenTcp', () => {
  test('R4.2 without an address all interfaces are listened on, IPv4 shown as such', async () => {
    const [{ transport }, socket] = await accept({});
    expect(transport.remote).toEqual({ address: host, port: socket.localPort });
  });

  test.each(linux)(
    'R1.8 the system asks whether a silent peer is still there (on %s)',
    async () => {
      const [, socket] = await accept();
      const hex = (port = 0) => port.toString(16).toUpperCase().padStart(4, '0');
      const ends = [hex(socket.remotePort), hex(socket.localPort)];
      // Columns of the kernel: local address, peer, state, queues, and the timer that runs (2: keepalive).
      const rows = readFileSync('/proc/net/tcp', 'utf8')
        .split('\n')
        .map((row) => row.trim().split(/\s+/));
      const own = rows.find(
        ([, local, peer]) => local?.endsWith(`:${ends[0]}`) && peer?.endsWith(`:${ends[1]}`),
      );
      expect(own?.[5]).toMatch(/^02:/);
    },
  );

  test('a port in use is refused', async () => {
    const { port } = await listen();
    const second = listenTcp({ host, port, onTransport: () => undefined });
    const error = await second.catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(ListenError);
    expect(error).toMatchObject({ refusal: { code: 'port-in-use', subject: String(port) } });
  });

  test.each([-1, 65_536, 1.5, Number.NaN])('port %s is refused', async (port) => {
    await expect(listenTcp({ host, port, onTransport: () => undefined })).rejects.toMatchObject({
      refusal: { code: 'port-invalid', subject: String(port) },
    });
  });

  test('an address that is not of this machine is refused', async () => {
    const listening = listenTcp({ host: '192.0.2.1', port: 0, onTransport: () => undefined });
    await expect(listening).rejects.toMatchObject({
      refusal: { code: 'address-invalid', subject: '192.0.2.1' },
    });
  });

  test('a closed port is free at once, and those connected stay', async () => {
    const { port, listener, arrival } = await listen();
    const arrived = arrival().then(hear);
    const near = await dialTcp({ host, port, timeoutMs: 5000 });
    opened.push(near);
    const heard = await arrived;
    await listener.close();
    listeners.push(await listenTcp({ host, port, onTransport: () => undefined }));
    near.listen({ bytes: () => undefined, closed: () => undefined });
    near.send(Buffer.from('still here'));
    expect(await heard.untilLength(10)).toBe('still here');
  });
});

describe('dialTcp', () => {
  const refusalOf = async (dialled: Promise<Transport>) => {
    const error = await dialled.catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(DialError);
    return error instanceof DialError ? error.refusal : undefined;
  };

  test('R0.1 both ends know the address and port of the other', async () => {
    const { port, arrival } = await listen();
    const arrived = arrival();
    const near = await dialTcp({ host, port, timeoutMs: 5000 });
    opened.push(near);
    expect(near.remote).toEqual({ address: host, port });
    expect((await arrived).remote.address).toBe(host);
  });

  test('where nobody listens it says so', async () => {
    const { port, listener } = await listen();
    await listener.close();
    expect(await refusalOf(dialTcp({ host, port, timeoutMs: 5000 }))).toEqual({
      code: 'nobody-listening',
      subject: `${host}:${port}`,
    });
  });

  test('a name that cannot be looked up is unknown', async () => {
    // A label of 64 characters is refused before any name server is asked.
    const unknown = `${'x'.repeat(64)}.invalid`;
    expect(await refusalOf(dialTcp({ host: unknown, port: 1, timeoutMs: 20_000 }))).toEqual({
      code: 'address-unknown',
      subject: `${unknown}:1`,
    });
  });

  test('of a name with several addresses the reason that says most is said', () => {
    const failed = (...codes: string[]) =>
      dialCode(new AggregateError(codes.map((code) => Object.assign(new Error(code), { code }))));
    expect(failed('ENETUNREACH', 'ETIMEDOUT', 'ECONNREFUSED')).toBe('nobody-listening');
    expect(failed('ENETUNREACH', 'ETIMEDOUT')).toBe('connection-timeout');
    expect(failed('EHOSTUNREACH', 'ENETUNREACH')).toBe('host-unreachable');
    expect(failed('ENOTFOUND')).toBe('address-unknown');
    expect(failed()).toBe('network-unreachable');
  });

  test('a port that does not exist is refused', async () => {
    expect(await refusalOf(dialTcp({ host, port: 70_000, timeoutMs: 5000 }))).toMatchObject({
      code: 'port-invalid',
    });
  });

  test('who does not answer in time is given up', async () => {
    const { port } = await listen();
    await nextTurn();
    const dialled = dialTcp({ host, port, timeoutMs: 1 });
    // The loop looks at its timers before it looks at sockets, so the answer comes too late.
    const start = performance.now();
    while (performance.now() - start < 5);
    expect(await refusalOf(dialled)).toEqual({
      code: 'connection-timeout',
      subject: `${host}:${port}`,
    });
  });

  test('who was reached is not waited for any longer', async () => {
    const { port } = await listen();
    const dial = pathToFileURL(join(import.meta.dirname, 'dial-tcp.ts')).href;
    // A process of its own: every timer in it is from the dialling.
    const code = `
      import { dialTcp } from ${JSON.stringify(dial)};
      const transport = await dialTcp({ host: '127.0.0.1', port: ${port}, timeoutMs: 60_000 });
      console.log(process.getActiveResourcesInfo().includes('Timeout'));
      transport.listen({ bytes: () => undefined, closed: () => undefined });
      transport.destroy();`;
    const args = ['--input-type=module', '-e', code];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    expect(stdout.trim()).toBe('false');
  });

  test('the one who dials can give up', async () => {
    const { port } = await listen();
    const reason = new Error('no longer wanted');
    const dialled = dialTcp({ host, port, timeoutMs: 5000, signal: AbortSignal.abort(reason) });
    await expect(dialled).rejects.toBe(reason);
    const controller = new AbortController();
    const later = dialTcp({ host, port, timeoutMs: 5000, signal: controller.signal });
    controller.abort(reason);
    await expect(later).rejects.toBe(reason);
  });
});

describe('a TCP transport', () => {
  test('all that is sent in one turn arrives together', async () => {
    const [heard, socket] = await accept();
    const pieces: string[] = [];
    socket.setEncoding('utf8').on('data', (piece: string) => pieces.push(piece));
    for (let piece = 0; piece < 50; piece += 1) {
      heard.transport.send(Buffer.from('line\n'));
      await Promise.resolve();
    }
    await once(socket, 'data');
    expect(pieces).toEqual(['line\n'.repeat(50)]);
  });

  test('the memory of what is handed over is free when it is written, and of nothing else', async () => {
    const [{ transport, untilDrained }, socket] = await accept();
    socket.resume();
    const [shared, owned] = [new Uint8Array(50_000), new Uint8Array(50_000)];
    transport.send(shared);
    transport.handOver(owned);
    expect(owned.buffer.detached).toBe(false);
    await untilDrained();
    expect([shared.buffer.detached, owned.buffer.detached]).toEqual([false, true]);
  });

  test('R1.8 a connection that is reset ends with the error, and nothing else happens', async () => {
    const [heard, socket] = await accept();
    socket.resetAndDestroy();
    expect(await heard.untilClosed()).toMatchObject({ code: 'ECONNRESET' });
    heard.transport.send(Buffer.from('x'));
    expect(heard.closed).toHaveLength(1);
  });

  test('who has said all it had to say still gets what was sent to it in that turn', async () => {
    const [heard, socket] = await accept();
    let text = '';
    socket.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    socket.end('question');
    await heard.untilLength(8);
    heard.transport.send(Buffer.from('answer'));
    await once(socket, 'close');
    expect(text).toBe('answer');
    expect(await heard.untilClosed()).toBeUndefined();
  });

  test('who has ended still gets all that was sent before', async () => {
    const [heard, socket] = await accept();
    const flood = Buffer.alloc(8 * 1024 * 1024, 'x');
    let length = 0;
    socket.on('data', (chunk) => (length += chunk.length)).pause();
    heard.transport.send(flood);
    socket.end('question');
    await heard.untilLength(8);
    for (let turn = 0; turn < 50; turn += 1) {
      await nextTurn();
      heard.transport.send(Buffer.from('y'));
    }
    socket.resume();
    await once(socket, 'close');
    expect(await heard.untilClosed()).toBeUndefined();
    expect(length).toBeGreaterThanOrEqual(flood.length);
  });

  test('an end that never closes is cut off after a while', async () => {
    const { port, arrival } = await listen({ host, closingMs: 20 });
    const arrived = arrival().then(hear);
    const socket = connect({ host, port, allowHalfOpen: true });
    opened.push(socket);
    const heard = await arrived;
    socket.resume();
    heard.transport.send(Buffer.from('bye'));
    heard.transport.close();
    expect(await heard.untilClosed()).toBeUndefined();
  });

  test('who reads nothing does not stop others', async () => {
    const { port, arrival } = await listen();
    const [first, second] = [arrival().then(hear), arrival().then(hear)];
    const deaf = await dialTcp({ host, port, timeoutMs: 5000 });
    const alert = await dialTcp({ host, port, timeoutMs: 5000 });
    opened.push(deaf, alert);
    hear(deaf).transport.pause();
    const heard = hear(alert);
    for (const { transport } of [await first, await second]) {
      transport.send(Buffer.alloc(8 * 1024 * 1024, 'x'));
    }
    expect(await heard.untilLength(8 * 1024 * 1024)).toHaveLength(8 * 1024 * 1024);
  });
});

describe('a reader on a server of its own', () => {
  test('a queue that the system has not taken counts', async () => {
    const server = createServer((socket) => {
      opened.push(socket);
      socket.pause();
    });
    server.listen({ host, port: 0 });
    await once(server, 'listening');
    const bound = server.address();
    const port = typeof bound === 'object' && bound ? bound.port : 0;
    const near = await dialTcp({ host, port, timeoutMs: 5000 });
    opened.push(near, { destroy: () => server.close() });
    const heard = hear(near);
    near.send(Buffer.alloc(32 * 1024 * 1024));
    expect(near.queuedBytes).toBe(32 * 1024 * 1024);
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    expect(near.queuedBytes).toBeGreaterThan(1024 * 1024);
    near.destroy();
    await heard.untilClosed();
    expect(near.queuedBytes).toBe(0);
  });
});
