import type { Random } from '../../src-shared/outside/random.ts';
import type { AnswerOf } from '../../src-shared/protocol/protocol.ts';
import type { Secret } from '../../src-shared/protocol/ids.ts';
import type { DatagramSocket } from '../net/datagram-socket.ts';
import { bindDatagrams, encodeHeartbeat, isProved, readHeartbeat } from '../net/datagram-socket.ts';
import type { Remote } from '../net/transport.ts';
import type { SessionId } from '../room/effects.ts';

export type HeartbeatServerParts = {
  random: Random;
  /** A session gave a sign of life. */
  heard: (session: SessionId) => void;
};

export type HeartbeatOffer = NonNullable<AnswerOf<'sign-in'>['heartbeat']>;

type Known = { session: SessionId; key: Secret; lastCounter: number };

/**
 * Takes heartbeats by datagram and answers them (W10). Each session has a key of its own, so nobody can report
 * for another; what is not proved, or was seen before, is dropped without a word.
 */
export class HeartbeatServer {
  readonly #parts: HeartbeatServerParts;
  readonly #sessions = new Map<number, Known>();
  #socket: DatagramSocket | undefined;

  constructor(parts: HeartbeatServerParts) {
    this.#parts = parts;
  }

  /** False if the port cannot be had: then heartbeats go over TCP alone. */
  async open(at: { port: number; host?: string | undefined }): Promise<boolean> {
    this.#socket = await bindDatagrams({
      ...at,
      onDatagram: (datagram, from) => this.#take(datagram, from),
    });
    return this.#socket !== undefined;
  }

  /** What a session's member has to know; undefined if datagrams cannot be had. */
  offer(session: SessionId): HeartbeatOffer | undefined {
    if (!this.#socket) return undefined;
    const key = this.#parts.random.text(43) as Secret;
    this.#sessions.set(session, { session, key, lastCounter: -1 });
    return { port: this.#socket.port, session, key };
  }

  forget(session: SessionId): void {
    this.#sessions.delete(session);
  }

  close(): void {
    this.#socket?.close();
    this.#socket = undefined;
    this.#sessions.clear();
  }

  /** What costs least is looked at first: a flood of strangers' datagrams proves nothing. */
  #take(datagram: Uint8Array, from: Remote): void {
    const heartbeat = readHeartbeat(datagram);
    const known = heartbeat && this.#sessions.get(heartbeat.session);
    if (!known || heartbeat.counter <= known.lastCounter) return;
    const { key, session } = known;
    if (!isProved(datagram, { key, direction: 'member-to-room' })) return;
    known.lastCounter = heartbeat.counter;
    this.#parts.heard(session);
    this.#socket?.send(encodeHeartbeat(heartbeat, { key, direction: 'room-to-member' }), from);
  }
}
