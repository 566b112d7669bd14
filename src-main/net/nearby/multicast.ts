import type { Socket } from 'node:dgram';
import { createSocket } from 'node:dgram';
import { networkInterfaces } from 'node:os';
import type { NearbyProblem } from '../../../src-shared/host/nearby.ts';
import type { Clock } from '../../../src-shared/outside/clock.ts';
import type { Remote } from '../transport.ts';

/** RFC 6762. */
const group = '224.0.0.251';
const usualPort = 5353;
/** Networks come and go; a new one is taken part in after so long at most. */
const lookEveryMs = 5000;
const maxInterfaces = 16;

export type MulticastOptions = {
  clock: Clock;
  /** IPv4 addresses of this machine, one for each network; those of real networks if missing. */
  interfaces?: (() => string[]) | undefined;
  port?: number | undefined;
  heard: (bytes: Uint8Array, from: Remote) => void;
  /** A network was joined, after the first ones too. */
  joined: () => void;
};

/**
 * Multicast on every network of this machine, by a socket each: what one socket sends goes to one network alone. Nothing
 * that goes wrong here (no network, the port is taken, the system does not allow it) harms more than this: `problem`
 * says it.
 */
export class Multicast {
  readonly #options: MulticastOptions;
  readonly #sockets = new Map<string, Socket>();
  #problem: NearbyProblem | undefined = 'no-network';
  #cancelLook: () => void = () => undefined;
  #isOpen = true;

  constructor(options: MulticastOptions) {
    this.#options = options;
    this.#look();
  }

  /** Why nobody can be heard, or nobody hears what is said. */
  get problem(): NearbyProblem | undefined {
    return this.#problem;
  }

  /** What `make` gives for the address by which this machine is known on a network, to all there. */
  send(make: (ownAddress: string) => Uint8Array): void {
    for (const [address, socket] of this.#sockets) this.#sendOn(socket, make(address));
  }

  /** What was sent goes out before. */
  async close(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#cancelLook();
    await Promise.all([...this.#sockets.keys()].map((address) => this.#leave(address)));
  }

  #look(): void {
    const { clock, interfaces = realNetworks } = this.#options;
    const wanted = new Set(interfaces().slice(0, maxInterfaces));
    if (wanted.size === 0) this.#problem = 'no-network';
    for (const address of this.#sockets.keys()) if (!wanted.has(address)) void this.#leave(address);
    for (const address of wanted) if (!this.#sockets.has(address)) this.#join(address);
    this.#cancelLook = clock.after(lookEveryMs, () => this.#look());
  }

  #join(address: string): void {
    const { port = usualPort, heard } = this.#options;
    const socket = createSocket({ type: 'udp4', reuseAddr: true });
    this.#sockets.set(address, socket);
    socket.on('error', (error) => this.#fail(address, error));
    socket.on('message', (bytes, from) => {
      if (this.#isOpen) heard(bytes, { address: from.address, port: from.port });
    });
    socket.bind({ port, address: '0.0.0.0' }, () => {
      // Closed meanwhile, or the network has gone again.
      if (this.#sockets.get(address) !== socket) return;
      try {
        socket.addMembership(group, address);
        socket.setMulticastInterface(address);
        socket.setMulticastTTL(255);
        socket.setMulticastLoopback(true);
      } catch (error) {
        this.#fail(address, error);
        return;
      }
      this.#problem = undefined;
      this.#options.joined();
    });
  }

  #fail(address: string, error: unknown): void {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    this.#problem = code === 'EADDRINUSE' || code === 'EACCES' ? 'port-taken' : 'not-allowed';
    // The next look tries again.
    void this.#leave(address);
  }

  #sendOn(socket: Socket, bytes: Uint8Array): void {
    const { port = usualPort } = this.#options;
    try {
      socket.send(bytes, port, group, (error) => {
        this.#problem = error ? 'not-allowed' : undefined;
      });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      this.#problem = 'not-allowed';
    }
  }

  async #leave(address: string): Promise<void> {
    const socket = this.#sockets.get(address);
    this.#sockets.delete(address);
    const { promise, resolve } = Promise.withResolvers<undefined>();
    try {
      // Datagrams that wait are sent on closing only if the system took them already.
      setImmediate(() => (socket ? socket.close(() => resolve(undefined)) : resolve(undefined)));
      await promise;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
    }
  }
}

/** One IPv4 address of each network that is not inside this machine. */
export function realNetworks(): string[] {
  return Object.values(networkInterfaces()).flatMap((infos = []) => {
    const own = infos.find(({ family, internal }) => family === 'IPv4' && !internal);
    return own ? [own.address] : [];
  });
}
