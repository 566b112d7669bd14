import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer as createWebServer } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseJson } from '../../src-shared/parse-json.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { Pin } from '../../src-shared/protocol/ids.ts';
import { RefusalError } from '../../src-shared/protocol/outcome.ts';
import { refusalSentence } from '../../src-shared/sentences/refusal-sentence.ts';
import { dialRoom } from '../net/dial-room.ts';
import { dialCode } from '../net/dial-tcp.ts';
import { listenTcp } from '../net/listen-tcp.ts';
import { makeRoomKey } from '../net/room-key.ts';
import { alertOf, serverTls } from '../net/tls.ts';
import { linux } from '../storage/testing/systems.ts';

const host = '127.0.0.1';
const script = fileURLToPath(new URL('../net/testing/dial-and-say.ts', import.meta.url));

async function refusalOf(attempt: Promise<unknown>): Promise<Refusal> {
  const error: unknown = await attempt.then(
    () => undefined,
    (failed: unknown) => failed,
  );
  if (!(error instanceof RefusalError)) throw new Error('It was not refused', { cause: error });
  return error.refusal;
}

async function listening(server: Server): Promise<number> {
  server.listen(0, host);
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

const dial = (port: number, pin?: Pin) => refusalOf(dialRoom({ host, port, pin, timeoutMs: 5000 }));

async function dialled(server: Server): Promise<Refusal> {
  return dial(await listening(server));
}

/** A program that says something as soon as somebody comes, or has said something. */
const saying = (words: Uint8Array | string) =>
  createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(words));
  });

/** A room's port with a key that is not the one of before. */
async function roomWithOtherKey(): Promise<Refusal> {
  const tls = serverTls(await makeRoomKey());
  const listener = await listenTcp({
    host,
    port: 0,
    onTransport: (arrived) => {
      const quiet = { closed: () => undefined };
      arrived.listen({
        ...quiet,
        bytes: (soFar) => arrived.secured(soFar, tls).listen({ ...quiet, bytes: () => undefined }),
      });
    },
  });
  onTestFinished(() => listener.close());
  return dial(listener.port, 'k'.repeat(43) as Pin);
}

async function otherTls(): Promise<Refusal> {
  const { privateKey, certificate } = await makeRoomKey();
  const pem = (label: string, der: Uint8Array) =>
    `-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64')}\n-----END ${label}-----\n`;
  const server = createTlsServer({
    key: pem('PRIVATE KEY', privateKey),
    cert: pem('CERTIFICATE', certificate),
    ALPNProtocols: ['h2'],
  });
  server.on('tlsClientError', () => undefined);
  return dialled(server);
}

async function portInUse(): Promise<Refusal> {
  const port = await listening(createServer());
  return refusalOf(listenTcp({ host, port, onTransport: () => undefined }));
}

const failed = (code: string, platform: string): Promise<Refusal> =>
  Promise.resolve({
    code: dialCode(Object.assign(new Error(code), { code }), platform),
    subject: '192.168.1.5:12345',
  });

type Fault = [fault: string, make: () => Promise<Refusal>, code: string, en: RegExp, tr: RegExp];

const joinFaults: Fault[] = [
  [
    'nothing listens there',
    async () => dial(await freePort()),
    'nobody-listening',
    /Is the room open/,
    /Oda açık mı/,
  ],
  [
    'a web server',
    () => dialled(createWebServer()),
    'answers-web',
    /web server.*Check the port/,
    /web sunucusu.*Portu denetle/,
  ],
  [
    'a program of plain text',
    () => dialled(saying('SSH-2.0-OpenSSH_9.2\r\n')),
    'answers-text',
    /Check the port, or ask/,
    /Portu denetle ya da/,
  ],
  [
    'another service inside TLS',
    otherTls,
    'answers-tls',
    /encrypted service.*Check the port/,
    /Şifreli başka|şifreli başka/,
  ],
  [
    'a program that only closes',
    () => dialled(saying('')),
    'not-a-room',
    /not an Oda room.*Check/,
    /Oda odası değil.*denetle/,
  ],
  ['another key', roomWithOtherKey, 'another-key', /another key.*Ask the host/, /anahtar.*sor/],
  [
    'a room that is full',
    () => dialled(saying(alertOf('room-full'))),
    'room-full',
    /full.*Try again/,
    /dolu/,
  ],
  [
    'a room that is closing',
    () => dialled(saying(alertOf('room-closed'))),
    'room-closed',
    /host closed/,
    /kapattı/,
  ],
  [
    'too many from one address',
    () => dialled(saying(alertOf('too-many-connections'))),
    'too-many-connections',
    /Wait a little/,
    /bekle/,
  ],
  [
    'an older Oda here',
    async () => ({ code: 'peer-too-old' }),
    'peer-too-old',
    /Update Oda/,
    /[Gg]üncelle/,
  ],
  [
    'an older Oda there',
    async () => ({ code: 'peer-too-new' }),
    'peer-too-new',
    /Ask its host to update/,
    /güncelle/,
  ],
  [
    'macOS lets nobody into the local network',
    () => failed('EHOSTUNREACH', 'darwin'),
    'local-network-off',
    /System Settings.*Local Network/,
    /Sistem Ayarları.*Yerel Ağ/,
  ],
  [
    'a name that nobody has',
    () => failed('ENOTFOUND', 'linux'),
    'address-unknown',
    /Check the spelling/,
    /Yazımı/,
  ],
  ['the port is taken', portInUse, 'port-in-use', /Choose another/, /Başka bir port seç/],
];

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listening(server);
  server.close();
  await once(server, 'close');
  return port;
}

describe('whoever cannot join is told at which step it failed, and what to do', () => {
  it.each(joinFaults)('%s', async (...[, make, code, en, tr]) => {
    const refusal = await make();
    expect(refusal.code).toBe(code);
    expect(refusalSentence(refusal, 'en')).toMatch(en);
    expect(refusalSentence(refusal, 'tr')).toMatch(tr);
  });
});

/** In a network of its own, made so. */
type Network = [fault: string, setUp: string, to: string, code: string, en: RegExp, tr: RegExp];

const networks: Network[] = [
  [
    'no network',
    'true',
    '192.168.1.5',
    'network-unreachable',
    /Check your network/,
    /Ağ bağlantını denetle/,
  ],
  [
    'names cannot be looked up',
    'ip link set lo up',
    'oda.example',
    'names-unavailable',
    /in numbers/,
    /sayılarla/,
  ],
  [
    'no computer is there',
    'ip link set lo up; ip route add unreachable 10.9.9.9',
    '10.9.9.9',
    'host-unreachable',
    /switched on/,
    /Açık mı/,
  ],
  [
    'the firewall here',
    'ip link set lo up; ip route add prohibit 10.9.9.9',
    '10.9.9.9',
    'connection-forbidden',
    /Allow Oda/,
    /izin ver/,
  ],
  [
    'no answer',
    'ip link add br0 type bridge; ip addr add 10.9.9.1/24 dev br0; ip link set br0 up; ip neigh add 10.9.9.9 lladdr 02:00:00:00:00:09 dev br0',
    '10.9.9.9',
    'connection-timeout',
    /firewall/,
    /güvenlik duvarı/,
  ],
];

describe.each(linux)('in a network of its own (%s)', () => {
  it.each(networks)('%s', async (...[, setUp, to, code, en, tr]) => {
    const shell = `${setUp}; exec "$0" "$@"`;
    const args = ['-rn', '/bin/sh', '-c', shell, process.execPath, script, to, '12345'];
    const { stdout } = await promisify(execFile)('unshare', args);
    const refusal = parseJson(stdout) as Refusal;
    expect(refusal.code).toBe(code);
    expect(refusalSentence(refusal, 'en')).toMatch(en);
    expect(refusalSentence(refusal, 'tr')).toMatch(tr);
  });
});
