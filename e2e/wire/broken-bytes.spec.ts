import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { projectFolder } from '../harness/app-process.ts';
import { brokenInput } from '../../src-shared/protocol/testing/mutate-bytes.ts';
import { RawPeer } from '../harness/raw-peer.ts';
import { chat, expect, test } from './host-fixture.ts';

/** By number, so that each is the same every time. */
const inputs = Array.from({ length: 200 }, (_, number) => number);
const atOnce = 8;

const document = (name: string) => readFileSync(join(projectFolder, 'docs', name), 'utf8');
const requests = [...document('PROTOCOL.md').matchAll(/^\{"type":.*\}$/gm)].map(([line]) =>
  Buffer.from(`${line}\n`),
);
const plain = [
  'ali\nmerhaba\n/users\nveli~selam\nEXIT\n',
  'NICK ali\r\nUSER ali 0 * :Ali\r\nJOIN #oda\r\nPRIVMSG #oda :selam\r\nWHOIS ali\r\nQUIT :bye\r\n',
  'CAP LS 302\r\nCAP REQ :sasl batch message-tags\r\nAUTHENTICATE PLAIN\r\nAUTHENTICATE AAAA\r\nCAP END\r\n',
  'CHATHISTORY LATEST #oda * 50\r\nWHO #oda %tcuhnfar,1\r\nMODE #oda b\r\n',
  '{"command":"add_client","message":"ali"}{"command":"message","message":"selam"}{"command":"users"}',
].map((text) => Buffer.from(text));

/** Each kind of input is sent by itself, on a connection of its own, which the room may end as it likes. */
async function sendAll(send: (number: number) => Promise<void>): Promise<void> {
  const left = [...inputs];
  const worker = async (): Promise<void> => {
    for (let number = left.pop(); number !== undefined; number = left.pop()) await send(number);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** Whatever comes is read and thrown away, up to the end. */
async function sendRaw(port: number, bytes: Uint8Array): Promise<void> {
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.resume().end(bytes);
  await closed;
}

/** What a member's program says first of all, as it goes over the wire. */
async function clientHello(): Promise<Buffer> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const arrived = once(server, 'connection');
  const client = connectTls({ port, host: '127.0.0.1', ALPNProtocols: ['oda/1'] });
  client.on('error', () => {});
  const [socket] = (await arrived) as [NodeJS.ReadableStream];
  const [bytes] = (await once(socket, 'data')) as [Buffer];
  client.destroy();
  server.close();
  return bytes;
}

test('W1 200 broken requests of a stranger harm nobody', async ({ host }) => {
  expect(requests.length).toBeGreaterThan(50);
  await sendAll(async (number) => {
    const peer = await RawPeer.connect(host.port);
    peer.socket.end(brokenInput(requests, number));
    await peer.closed;
  });
  await chat(host.bystanders);
});

test('W1 200 broken requests of a member harm nobody', async ({ host }) => {
  await sendAll(async (number) => {
    const peer = await RawPeer.signedIn(host.port, `Bozuk ${number}`);
    peer.socket.end(brokenInput(requests, 1000 + number));
    await peer.closed;
  });
  await chat(host.bystanders);
});

test('W15 200 broken lines of plain programs harm nobody', async ({ host }) => {
  await sendAll((number) => sendRaw(host.port, brokenInput(plain, 2000 + number)));
  await chat(host.bystanders);
});

test('W14 200 broken handshakes, cut anywhere, harm nobody', async ({ host }) => {
  const hello = await clientHello();
  expect(hello[0]).toBe(0x16);
  await sendAll((number) => sendRaw(host.port, brokenInput([hello], 3000 + number)));
  await chat(host.bystanders);
});
