import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect } from 'node:tls';
import { z } from 'zod';
import { wholeEntries } from '../../src-shared/protocol/entry-parts.ts';

const frame = z.looseObject({ type: z.string() });
export type Frame = z.infer<typeof frame>;

const text = (length: number): string => randomBytes(length).toString('base64url').slice(0, length);

/** A socket that speaks to a room byte by byte, and keeps every frame that comes. */
export class RawPeer {
  readonly socket: Socket;
  readonly device: string;
  readonly deviceKey: string;
  /** All frames so far, oldest first. */
  readonly frames: Frame[] = [];
  readonly closed: Promise<void>;
  readonly #wire: Socket;
  #rest = '';
  #nextRid = 1;
  #waiting: (() => void)[] = [];
  /** By `rid`; found at once also among tens of thousands of frames. */
  readonly #asked = new Map<number, PromiseWithResolvers<Frame>>();

  private constructor({ socket, wire }: { socket: Socket; wire: Socket }, sameAs?: RawPeer) {
    this.socket = socket;
    this.#wire = wire;
    this.device = sameAs?.device ?? text(16);
    this.deviceKey = sameAs?.deviceKey ?? text(43);
    socket.setNoDelay(true);
    const decoder = new TextDecoder();
    socket.on('data', (bytes: Buffer) => this.#read(decoder.decode(bytes, { stream: true })));
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        resolve();
        this.#wake();
        for (const { reject } of this.#asked.values()) reject(this.#closedEarly());
      });
    });
    // A room that closes while much is still being written resets the connection.
    socket.on('error', () => {});
  }

  /** `sameAs`: the same computer as another peer, which has lost its connection. */
  static async connect(port: number, sameAs?: RawPeer): Promise<RawPeer> {
    const wire = connectTcp(port, '127.0.0.1');
    const socket = connect({
      socket: wire,
      minVersion: 'TLSv1.3',
      ALPNProtocols: ['oda/1'],
      // Tests know which room they speak with.
      rejectUnauthorized: false,
    });
    const peer = new RawPeer({ socket, wire }, sameAs);
    await once(socket, 'secureConnect');
    return peer;
  }

  /** A peer that has signed in under a name. */
  static async signedIn(port: number, name: string, sameAs?: RawPeer): Promise<RawPeer> {
    const peer = await RawPeer.connect(port, sameAs);
    expectOk(await peer.ask({ type: 'hello', protocol: 1 }));
    expectOk(await peer.signIn(name));
    peer.#stayAlive();
    return peer;
  }

  /** A room takes a member that is silent for 20 seconds for gone (W10). */
  #stayAlive(): void {
    const heartbeat = setInterval(() => this.send({ type: 'ping', rid: this.#nextRid++ }), 5000);
    this.socket.once('close', () => clearInterval(heartbeat));
  }

  sendBytes(bytes: Uint8Array | string): void {
    this.socket.write(bytes);
  }

  send(value: object): void {
    this.sendBytes(`${JSON.stringify(value)}\n`);
  }

  /** Sends a request and waits for its one answer. */
  ask(request: Record<string, unknown>): Promise<Frame> {
    const rid = this.#nextRid++;
    const asked = Promise.withResolvers<Frame>();
    if (this.socket.closed) asked.reject(this.#closedEarly());
    else this.#asked.set(rid, asked);
    this.send({ rid, ...request });
    return asked.promise;
  }

  signIn(name: string, password?: string): Promise<Frame> {
    const { device, deviceKey } = this;
    return this.ask({
      type: 'sign-in',
      name,
      device,
      deviceKey,
      ...(password ? { password } : {}),
    });
  }

  /** Sends a message to everyone; the answer. */
  say(words: string): Promise<Frame> {
    return this.ask({ type: 'send-message', in: 'everyone', cid: text(22), text: words });
  }

  askPrivately(account: string): Promise<Frame> {
    return this.ask({ type: 'ask-private', account, commitment: text(43) });
  }

  /** The account of a member of the room. */
  async accountOf(name: string): Promise<string> {
    const answer = await this.ask({ type: 'list-members' });
    const members = z.array(z.object({ account: z.string(), name: z.string() }));
    const found = members.parse(answer['members']).find((member) => member.name === name);
    if (!found) throw new Error(`Nobody is called ${name}`);
    return found.account;
  }

  /** Sends what is sealed for a private chat; the answer. */
  sayPrivately(id: string, sealed: string): Promise<Frame> {
    return this.ask({ type: 'send-private', private: id, cid: text(22), sealed });
  }

  /** The first frame of all that fits, now or when it comes; rejects when the connection ends without. */
  async next(fits: (candidate: Frame) => boolean): Promise<Frame> {
    for (let index = 0; ;) {
      for (; index < this.frames.length; index++) {
        const candidate = this.frames[index];
        if (candidate && fits(candidate)) return candidate;
      }
      if (this.socket.closed) throw this.#closedEarly();
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  end(): void {
    this.socket.destroy();
  }

  /** As a cable that is cut at the other side: no goodbye, not even of TLS. */
  break(): void {
    this.#wire.resetAndDestroy();
  }

  #read(chunk: string): void {
    const lines = (this.#rest + chunk).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines)
      for (const read of framesIn(frame.parse(JSON.parse(line)))) this.#take(read);
    this.#wake();
  }

  #take(read: Frame): void {
    this.frames.push(read);
    const rid = Number(read['rid']);
    this.#asked.get(rid)?.resolve(read);
    this.#asked.delete(rid);
  }

  #closedEarly(): Error {
    return new Error(`The room closed the connection after ${JSON.stringify(this.frames)}`);
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}

/** Live entries one by one; those of a page of history whole. */
function framesIn(read: Frame): Frame[] {
  const { type, entries } = read;
  if (!Array.isArray(entries)) return [read];
  const whole = wholeEntries(entries) as Frame[];
  return type === 'entries' ? whole : [{ ...read, entries: whole }];
}

function expectOk(answer: Frame): void {
  if (answer.type !== 'ok') throw new Error(`Refused: ${JSON.stringify(answer)}`);
}
