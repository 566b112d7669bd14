import type { Socket } from 'node:dgram';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv4, isIPv6 } from 'node:net';
import { plainAddress } from './own-addresses.ts';
import type { Remote } from './transport.ts';
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../../src-shared/protocol/ids.ts';

export type DatagramOptions = {
  /** 0 takes any free port. */
  port: number;
  /** All interfaces if missing, IPv6 and IPv4. */
  host?: string | undefined;
  onDatagram: (bytes: Uint8Array, from: Remote) => void;
};

/** Datagrams get lost: nobody is told of one that could not be sent. */
export interface DatagramSocket {
  readonly port: number;
  /** `to` is an address, not a name. */
  send(bytes: Uint8Array, to: Remote): void;
  close(): void;
}

/** Undefined if the port cannot be had. */
export async function bindDatagrams(options: DatagramOptions): Promise<DatagramSocket | undefined> {
  const { host } = options;
  if (host !== undefined) return bindTo(host, options);
  return (await bindTo('::', options)) ?? bindTo('0.0.0.0', options);
}

async function bindTo(host: string, options: DatagramOptions): Promise<DatagramSocket | undefined> {
  const isV6 = isIPv6(host);
  const socket = createSocket({ type: isV6 ? 'udp6' : 'udp4' });
  try {
    socket.bind({ address: host, port: options.port, exclusive: true });
    await once(socket, 'listening');
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    closeSocket(socket);
    return undefined;
  }
  // A datagram of ours that nobody took comes back as an error on some systems.
  socket.on('error', () => undefined);
  socket.on('message', (bytes, { address, port }) =>
    options.onDatagram(bytes, { address: plainAddress(address), port }),
  );
  let isOpen = true;
  return {
    port: socket.address().port,
    send(datagram, { address, port }) {
      if (!isOpen || port < 1 || port > 65_535) return;
      const isV4 = isIPv4(address);
      if (!isV4 && (!isV6 || !isIPv6(address))) return;
      // A socket of IPv6 reaches IPv4 addresses by this form of them.
      const to = isV4 && isV6 ? `::ffff:${address}` : address;
      socket.send(datagram, port, to, () => undefined);
    },
    close() {
      if (isOpen) socket.close();
      isOpen = false;
    },
  };
}

/** A socket that failed to bind may or may not be closed already, and says so only by throwing. */
function closeSocket(socket: Socket): void {
  try {
    socket.close();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
}

/**
 * A heartbeat as a datagram (docs/PROTOCOL.md, W10): `OdaH`, session and counter (8 bytes each, big endian),
 * and 16 bytes of an HMAC that prove who sent it and which way it goes.
 */
export type Heartbeat = {
  /** As the room named it in the answer to `sign-in` or `resume`. */
  session: number;
  /** Rises with each datagram of a session. */
  counter: number;
};

export type HeartbeatProof = {
  /** Who may have seen it: both ends of the session's TCP connection. */
  key: Secret;
  direction: 'member-to-room' | 'room-to-member';
};

const mark = Buffer.from('OdaH', 'latin1');
const counterAt = 12;
const proofAt = 20;
export const heartbeatDatagramBytes = 36;
const directionBytes = { 'member-to-room': 'm', 'room-to-member': 'r' } as const;

export function encodeHeartbeat({ session, counter }: Heartbeat, proof: HeartbeatProof): Buffer {
  const datagram = Buffer.alloc(heartbeatDatagramBytes);
  mark.copy(datagram);
  datagram.writeBigUInt64BE(BigInt(session), mark.length);
  datagram.writeBigUInt64BE(BigInt(counter), counterAt);
  prove(datagram, proof).copy(datagram, proofAt);
  return datagram;
}

/** What a datagram claims, to be believed only if `isProved`; undefined if it is none of ours. */
export function readHeartbeat(datagram: Uint8Array): Heartbeat | undefined {
  if (datagram.length !== heartbeatDatagramBytes) return undefined;
  const bytes = asBuffer(datagram);
  if (bytes.compare(mark, 0, mark.length, 0, mark.length) !== 0) return undefined;
  const session = Number(bytes.readBigUInt64BE(mark.length));
  const counter = Number(bytes.readBigUInt64BE(counterAt));
  // Above 2^53 two numbers of the wire would be one here.
  if (!Number.isSafeInteger(session) || !Number.isSafeInteger(counter)) return undefined;
  return { session, counter };
}

/** Whether a datagram that `readHeartbeat` could read was made with this key for this direction. */
export function isProved(datagram: Uint8Array, proof: HeartbeatProof): boolean {
  const bytes = asBuffer(datagram);
  const given = bytes.subarray(proofAt);
  const right = prove(bytes, proof);
  return given.length === right.length && timingSafeEqual(given, right);
}

function prove(datagram: Buffer, { key, direction }: HeartbeatProof): Buffer {
  return createHmac('sha256', Buffer.from(key, 'base64url'))
    .update(directionBytes[direction])
    .update(datagram.subarray(0, proofAt))
    .digest()
    .subarray(0, heartbeatDatagramBytes - proofAt);
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
