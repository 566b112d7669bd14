import { expect, it, onTestFinished } from 'vitest';
import { spokenCode } from '../../src-shared/invite/spoken-code.ts';
import type { InviteSecret, Pin, RoomId } from '../../src-shared/protocol/ids.ts';
import { dialRoom } from '../net/dial-room.ts';
import { formatInvite } from '../net/invite-link.ts';
import { listenTcp } from '../net/listen-tcp.ts';
import { sampleKey, samplePin } from '../net/testing/sample-key.ts';
import { serverTls } from '../net/tls.ts';
import { WirePeer } from '../server/testing/wire-peer.ts';
import { Person } from './testing/person.ts';

type Asked = { type: string; rid: number; [field: string]: unknown };

const host = '127.0.0.1';
const portOf = (address: string) => Number(address.split(':').at(-1));

async function peerAt(port: number): Promise<WirePeer> {
  const { transport } = await dialRoom({ host, port, timeoutMs: 5000 });
  return new WirePeer(transport);
}

/** A room with a key of its own that answers `hello` with these words, and keeps what it is told. */
async function rogueRoom(hello: object) {
  const asked: Asked[] = [];
  const listener = await listenTcp({
    port: 0,
    host,
    onTransport: (arrived) => {
      const take = (soFar: Uint8Array) => {
        const secured = arrived.secured(soFar, serverTls(sampleKey));
        onTestFinished(() => secured.destroy());
        const answer = (line: string) => {
          const request = JSON.parse(line) as Asked;
          asked.push(request);
          const refusal = { type: 'fail', rid: request.rid, code: 'room-full' };
          const said = request.type === 'hello' ? { ...hello, rid: request.rid } : refusal;
          secured.send(Buffer.from(`${JSON.stringify(said)}\n`));
        };
        secured.listen({
          bytes: (bytes) => Buffer.from(bytes).toString().trim().split('\n').forEach(answer),
          closed: () => undefined,
        });
      };
      arrived.listen({ bytes: take, closed: () => undefined });
    },
  });
  onTestFinished(() => listener.close());
  return { asked, port: listener.port };
}

/** Ali's room, as it says itself what it is. */
async function alisRoom() {
  const ali = await Person.open();
  const { room, address } = await ali.host('ali');
  const port = portOf(address);
  const { rid: _, ...hello } = await (await peerAt(port)).hello();
  return { ali, room, port, hello };
}

/** An invite that anybody can write: to that room by its id, and to one's own by the key and the address. */
function inviteTo(room: RoomId, port: number): string {
  return formatInvite({
    room,
    roomName: "ali's room",
    pin: samplePin,
    secret: Buffer.alloc(16, 1).toString('base64url') as InviteSecret,
    role: 'member',
    addresses: [{ host, port }],
  });
}

it('W14 a room that says that it is another one learns nothing that opens the other one', async () => {
  const { room, port, hello } = await alisRoom();
  const rogue = await rogueRoom(hello);
  const veli = await Person.open();
  const join = (address: string) => veli.tryToEnter({ name: 'veli', address });
  // A name without a password belongs to the key of the device.
  expect(await join(`${host}:${port}`)).toMatchObject({ ok: true });
  await veli.live(room);
  await veli.ask('room/leave', { room });
  for (const address of [inviteTo(room, rogue.port), `${host}:${rogue.port}`])
    expect(await join(address)).toMatchObject({ refusal: { code: 'room-full' } });

  const claims = rogue.asked.filter(({ type }) => type === 'sign-in');
  expect(claims).toHaveLength(2);
  for (const { name, device, deviceKey } of claims) {
    const thief = await peerAt(port);
    await thief.hello();
    const answer = await thief.ask('sign-in', { name, device, deviceKey });
    expect(answer).toMatchObject({ type: 'fail', code: 'name-taken' });
  }
  // Who comes back to the room itself is known there as before.
  expect(await join(`${host}:${port}`)).toMatchObject({ ok: true, value: { ownName: 'veli' } });
});

it('W14 a code that was read aloud is compared before a word is said', async () => {
  const { hello } = await alisRoom();
  const rogue = await rogueRoom(hello);
  const code = spokenCode('A'.repeat(43) as Pin);
  const veli = await Person.open();
  const address = `${code} ${host}:${rogue.port}`;
  const answer = await veli.request('room/join', { name: 'veli', address });
  expect(answer).toMatchObject({ refusal: { code: 'not-the-room-meant' } });
  expect(rogue.asked).toEqual([]);
});
