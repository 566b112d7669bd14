import type { Socket } from 'node:dgram';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv4, isIPv6 } from 'node:net';
import { plainAddress } from './own-addresses.ts';
import type { Remote } from './transport.ts';

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
  return new BoundSocket(socket, isV6);
}

class BoundSocket implements DatagramSocket {
  readonly port: number;
  readonly #socket: Socket;
  readonly #isV6: boolean;
  #isOpen = true;

  constructor(socket: Socket, isV6: boolean) {
    this.#socket = socket;
    this.#isV6 = isV6;
    this.port = socket.address().port;
  }

  send(bytes: Uint8Array, { address, port }: Remote): void {
    if (!this.#isOpen || port < 1 || port > 65_535) return;
    const isV4 = isIPv4(address);
    if (!isV4 && (!this.#isV6 || !isIPv6(address))) return;
    // A socket of IPv6 reaches IPv4 addresses by this form of them.
    const to = isV4 && this.#isV6 ? `::ffff:${address}` : address;
    this.#socket.send(bytes, port, to, () => undefined);
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#socket.close();
  }
}

/** A socket that failed to bind may or may not be closed already, and says so only by throwing. */
function closeSocket(socket: Socket): void {
  try {
    socket.close();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
}
