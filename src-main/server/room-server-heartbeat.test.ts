import { expect, it, onTestFinished } from 'vitest';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { DatagramSocket } from '../net/datagram-socket.ts';
import { bindDatagrams, encodeHeartbeat, isProved, readHeartbeat } from '../net/datagram-socket.ts';
import type { HeartbeatOffer } from './heartbeat-server.ts';
import { connect, enter, startLab } from './testing/lab.ts';
import type { Lab } from './testing/lab.ts';
import { WirePeer } from './testing/wire-peer.ts';
import type { Frame } from './testing/wire-peer.ts';

const host = '127.0.0.1';

/** A member with a socket for datagrams; `beat` resolves with the room's answer. */
class Beater {
  readonly #socket: DatagramSocket;
  readonly offer: HeartbeatOffer;
  #counter = 0;
  #answered: (datagram: Uint8Array) => void = () => undefined;

  private constructor(socket: DatagramSocket, offer: HeartbeatOffer) {
    this.#socket = socket;
    this.offer = offer;
  }

  static async open(offer: HeartbeatOffer): Promise<Beater> {
    const socket = await bindDatagrams({
      port: 0,
      host,
      onDatagram: (bytes) => beater.#answered(bytes),
    });
    if (!socket) throw new Error('no datagrams here');
    onTestFinished(() => socket.close());
    const beater: Beater = new Beater(socket, offer);
    return beater;
  }

  /** Resolves when the room has answered this very beat. */
  async beat(): Promise<void> {
    const { session, key, port } = this.offer;
    this.#counter += 1;
    const answer = new Promise<Uint8Array>((resolve) => (this.#answered = resolve));
    const heartbeat = { session, counter: this.#counter };
    this.send(encodeHeartbeat(heartbeat, { key, direction: 'member-to-room' }), port);
    const datagram = await answer;
    const isRight = readHeartbeat(datagram)?.counter === this.#counter;
    if (isRight && isProved(datagram, { key, direction: 'room-to-member' })) return;
    throw new Error('that was no answer of the room');
  }

  send(datagram: Uint8Array, port = this.offer.port): void {
    this.#socket.send(datagram, { address: host, port });
  }
}

async function enterWithHeartbeat(server: Lab['server'], name: string) {
  const peer = await connect(server);
  const { heartbeat } = (await peer.enter(name)) as Frame & { heartbeat: HeartbeatOffer };
  return { peer, beater: await Beater.open(heartbeat) };
}

const presence = (peer: WirePeer, name: string): unknown =>
  peer.frames.findLast((frame) => frame.type === 'member' && frame['name'] === name)?.['presence'];

/** Time passes; `during` keeps alive who is to live. */
async function pass(lab: Lab, beats: number, during: () => Promise<unknown>): Promise<void> {
  for (let beat = 0; beat < beats; beat += 1) {
    await during();
    lab.clock.advance(limits.heartbeatMs);
  }
}

it('W10 datagrams alone keep a session in, however long nothing comes over TCP', async () => {
  const lab = await startLab();
  const ali = await enter(lab.server, 'ali');
  const { peer: veli, beater } = await enterWithHeartbeat(lab.server, 'veli');
  expect(beater.offer.port).toBe(lab.server.port);
  await pass(lab, 12, () => Promise.all([ali.ask('ping'), beater.beat()]));
  expect(await veli.ask('ping')).toMatchObject({ type: 'ok' });
  expect(presence(ali, 'veli')).toBe('online');
});

it('R3.8 W10 twenty seconds of silence take a person offline: logged, everybody hears; online at once on return', async () => {
  const lab = await startLab();
  const ali = await enter(lab.server, 'ali');
  const { peer: veli, beater } = await enterWithHeartbeat(lab.server, 'veli');
  await beater.beat();
  await pass(lab, 3, () => ali.ask('ping'));
  expect(await ali.ask('ping')).toMatchObject({ type: 'ok' });
  expect(presence(ali, 'veli')).toBe('online');
  // Wall clocks jump; silence is not measured by them.
  lab.clock.jumpWall(3_600_000);
  lab.clock.advance(1000);
  await ali.ask('ping');
  expect(presence(ali, 'veli')).toBe('online');
  await pass(lab, 1, () => ali.ask('ping'));
  await veli.closed;
  expect(veli.frames.at(-1)).toMatchObject({ type: 'closed', code: 'silent' });
  await ali.first((frame) => frame.type === 'member' && frame['presence'] === 'offline');
  expect(lab.server.readLog().slice(-3)).toMatchObject([
    { event: 'went-silent', name: 'veli' },
    { event: 'lost', name: 'veli' },
    { event: 'disconnected', name: 'veli', code: 'silent' },
  ]);

  await enter(lab.server, 'veli');
  await ali.ask('ping');
  expect(presence(ali, 'veli')).toBe('online');
});

it('R3.8 W10 nobody can report for another: forged, repeated and foreign datagrams keep nobody in', async () => {
  const lab = await startLab();
  const ali = await enter(lab.server, 'ali');
  const { peer: silent, beater: theirs } = await enterWithHeartbeat(lab.server, 'silent');
  const { beater: rogue } = await enterWithHeartbeat(lab.server, 'rogue');
  const { session, key } = theirs.offer;
  const direction = 'member-to-room' as const;
  const once = encodeHeartbeat({ session, counter: 100 }, { key, direction });
  theirs.send(once);
  await rogue.beat();

  let counter = 100;
  await pass(lab, 4, async () => {
    counter += 1;
    rogue.send(once);
    rogue.send(encodeHeartbeat({ session, counter }, { key: rogue.offer.key, direction }));
    rogue.send(encodeHeartbeat({ session, counter }, { key, direction: 'room-to-member' }));
    // Its answer comes after the room has seen all of the above.
    await rogue.beat();
    await ali.ask('ping');
  });
  await silent.closed;
  expect(silent.frames.at(-1)).toMatchObject({ type: 'closed', code: 'silent' });
});

it('W10 a datagram after the end of its session is not answered', async () => {
  const lab = await startLab();
  const { peer: ali, beater } = await enterWithHeartbeat(lab.server, 'ali');
  const { peer: veli, beater: other } = await enterWithHeartbeat(lab.server, 'veli');
  ali.destroy();
  await veli.first((frame) => frame.type === 'member' && frame['presence'] === 'offline');
  let isAnswered = false;
  void beater.beat().then(() => (isAnswered = true));
  await other.beat();
  expect(isAnswered).toBe(false);
});

it("W10 the host's own person, over memory, needs no datagrams", async () => {
  const { server } = await startLab();
  expect(await new WirePeer(server.connectLocally()).enter('host')).not.toHaveProperty('heartbeat');
});

it('W10 where the UDP port cannot be had the room says so in its log, and TCP does it all', async () => {
  const first = await startLab();
  const { port } = first.server;
  expect(first.server.readLog().map(({ event }) => event)).toContain('datagrams-ready');
  await first.server.stop();
  const taken = await bindDatagrams({ port, host, onDatagram: () => undefined });
  onTestFinished(() => taken?.close());
  const { server } = await startLab({ port });
  expect(server.readLog()).toContainEqual(
    expect.objectContaining({ event: 'datagrams-unavailable', port }),
  );
  expect(await (await connect(server)).enter('ali')).not.toHaveProperty('heartbeat');
});
