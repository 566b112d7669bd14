import type { Secret } from '../../../src-shared/protocol/ids.ts';
import type { Remote } from '../../net/transport.ts';
import { encodeHeartbeat, isProved, readHeartbeat } from '../../net/datagram-socket.ts';
import type { OpenDatagrams } from '../datagram-beats.ts';

export const heartbeat = { port: 12345, session: 7, key: 'k'.repeat(43) as Secret };

/** The room's end of heartbeats by datagram: what came, and an answer to each while it gives any. */
export class ScriptedDatagrams {
  readonly heard: { counter: number; isProved: boolean; to: Remote }[] = [];
  isAnswering = true;
  isClosed = false;
  #toMember: (bytes: Uint8Array) => void = () => undefined;

  readonly open: OpenDatagrams = async (onDatagram) => {
    this.#toMember = (bytes) => onDatagram(bytes, { address: '192.0.2.1', port: heartbeat.port });
    return {
      port: 50_000,
      close: () => (this.isClosed = true),
      send: (bytes, to) => this.#hear(bytes, to),
    };
  };

  /** What anybody could send. */
  tell(bytes: Uint8Array): void {
    this.#toMember(bytes);
  }

  answer(counter: number, proof: { key?: Secret; direction?: 'member-to-room' } = {}): Buffer {
    const { session, key } = heartbeat;
    return encodeHeartbeat({ session, counter }, { key, direction: 'room-to-member', ...proof });
  }

  #hear(bytes: Uint8Array, to: Remote): void {
    const { key } = heartbeat;
    const counter = readHeartbeat(bytes)?.counter ?? 0;
    const proved = isProved(bytes, { key, direction: 'member-to-room' });
    this.heard.push({ counter, isProved: proved, to });
    if (this.isAnswering) this.tell(this.answer(counter));
  }
}
