import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A line to a port that can be held up and cut in the middle of a file, or on which the room speaks first. */
export class ThinLine {
  readonly #server: Server;
  readonly #pairs = new Set<readonly [near: Socket, far: Socket]>();
  /** So many bytes come through on one connection. */
  #mostBytes = Infinity;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** `roomFirst`: nothing that is said arrives before the room itself has spoken. */
  static async to(port: number, roomFirst = false): Promise<ThinLine> {
    const server = createServer();
    const line = new ThinLine(server);
    server.on('connection', (near) => {
      const far = connect(port, '127.0.0.1');
      line.#carry(near, far);
      if (!roomFirst) return;
      near.pause();
      far.once('data', () => near.resume());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return line;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** What talks little goes on. */
  holdAfter(bytes: number): void {
    this.#mostBytes = bytes;
  }

  release(): void {
    this.#mostBytes = Infinity;
    for (const [, far] of this.#pairs) far.resume();
  }

  cut(): void {
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy();
  }

  async stop(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #carry(near: Socket, far: Socket): void {
    const pair = [near, far] as const;
    this.#pairs.add(pair);
    let bytes = 0;
    far.on('data', (chunk) => {
      bytes += chunk.length;
      near.write(chunk);
      if (bytes > this.#mostBytes) far.pause();
    });
    near.on('data', (chunk) => far.write(chunk));
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        other.destroy();
        this.#pairs.delete(pair);
      });
    }
  }
}
