import type { Clock } from '../../src-shared/outside/clock.ts';
import type { AnswerOf } from '../../src-shared/protocol/protocol.ts';
import type { DatagramOptions, DatagramSocket } from '../net/datagram-socket.ts';
import { encodeHeartbeat, isProved, readHeartbeat } from '../net/datagram-socket.ts';

/** For how many beats an answer counts. */
const beatsUntilUnanswered = 2;

/** A socket of any port; undefined if there can be none. */
export type OpenDatagrams = (
  onDatagram: DatagramOptions['onDatagram'],
) => Promise<DatagramSocket | undefined>;

export type DatagramBeatsParts = {
  open: OpenDatagrams;
  clock: Clock;
  everyMs: number;
  /** The room's own address. */
  address: string;
  heartbeat: NonNullable<AnswerOf<'sign-in'>['heartbeat']>;
  failed: (error: unknown) => void;
};

/** Heartbeats as datagrams, tried for as long as one connection lasts, answered or not (W10). */
export class DatagramBeats {
  readonly #parts: DatagramBeatsParts;
  #socket: DatagramSocket | undefined;
  #phase: 'running' | 'stopped' = 'running';
  #sent = 0;
  /** The counter of the newest answer. */
  #answered = 0;
  #answeredAtMs: number | undefined;
  #cancelBeat: () => void = () => undefined;

  constructor(parts: DatagramBeatsParts) {
    this.#parts = parts;
    void this.#open();
  }

  /** True if datagrams get through in both directions. */
  get isAnswered(): boolean {
    const { clock, everyMs } = this.#parts;
    if (this.#answeredAtMs === undefined) return false;
    return clock.monotonicMs() - this.#answeredAtMs <= beatsUntilUnanswered * everyMs;
  }

  stop(): void {
    this.#phase = 'stopped';
    this.#cancelBeat();
    this.#socket?.close();
    this.#socket = undefined;
  }

  async #open(): Promise<void> {
    try {
      const socket = await this.#parts.open((bytes) => this.#hear(bytes));
      if (this.#phase === 'stopped') return socket?.close();
      this.#socket = socket;
      if (socket) this.#beat();
    } catch (error) {
      this.#parts.failed(error);
    }
  }

  #beat(): void {
    const { clock, everyMs, address, heartbeat } = this.#parts;
    const { session, key, port } = heartbeat;
    this.#sent += 1;
    const beat = { session, counter: this.#sent };
    const datagram = encodeHeartbeat(beat, { key, direction: 'member-to-room' });
    this.#socket?.send(datagram, { address, port });
    this.#cancelBeat = clock.after(everyMs, () => this.#beat());
  }

  /** Anybody can send anything here: only an answer to what was sent counts, and once. */
  #hear(bytes: Uint8Array): void {
    const heard = readHeartbeat(bytes);
    const { session, key } = this.#parts.heartbeat;
    if (heard?.session !== session) return;
    if (heard.counter <= this.#answered || heard.counter > this.#sent) return;
    if (!isProved(bytes, { key, direction: 'room-to-member' })) return;
    this.#answered = heard.counter;
    this.#answeredAtMs = this.#parts.clock.monotonicMs();
  }
}
