import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A line to a port on which nothing that is said arrives before the room itself has spoken. */
export class SlowLine {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server) {
    this.#server = server;
  }

  static async to(port: number): Promise<SlowLine> {
    const server = createServer();
    const line = new SlowLine(server);
    server.on('connection', (near) => line.#carry(near, connect(port, '127.0.0.1')));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return line;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #carry(near: Socket, room: Socket): void {
    for (const socket of [near, room]) {
      this.#sockets.add(socket);
      // An end is an end, however it comes.
      socket.on('error', () => socket.destroy());
    }
    room.pipe(near);
    room.once('data', () => near.pipe(room));
    near.once('close', () => room.destroy());
  }
}
