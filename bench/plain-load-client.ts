import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** How a message to everyone begins, by dialect. */
const beginnings = { lines: '<', json: '{"command":"message","message":"' } as const;
export type PlainDialect = keyof typeof beginnings;

const entered = { lines: 'You are connected to chatroom.', json: '"users":[' };

/** A program without Oda's protocol, as thin as can be: counts what it is told and looks at it when asked. */
export class PlainLoadClient {
  readonly #socket: Socket;
  readonly #mark: Buffer;
  /** Messages received so far. */
  messages = 0;
  /** Called with each piece of text if set. */
  onText: ((text: string) => void) | undefined;

  private constructor(socket: Socket, dialect: PlainDialect) {
    this.#socket = socket;
    this.#mark = Buffer.from(beginnings[dialect]);
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
  }

  static async enter(port: number, name: string, dialect: PlainDialect): Promise<PlainLoadClient> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const client = new PlainLoadClient(socket, dialect);
    const hello = {
      lines: `${name}\n`,
      json: `${JSON.stringify({ command: 'add_client', message: name })}{"command":"users"}`,
    };
    let heard = '';
    await new Promise<void>((resolve) => {
      client.onText = (text) => {
        heard += text;
        if (heard.includes(entered[dialect])) resolve();
      };
      socket.write(hello[dialect]);
    });
    client.onText = undefined;
    client.messages = 0;
    return client;
  }

  write(text: string): void {
    this.#socket.write(text);
  }

  /** Reads no more. */
  pause(): void {
    this.#socket.pause();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    this.onText?.(chunk.toString('utf8'));
    for (let at = chunk.indexOf(this.#mark); at !== -1; at = chunk.indexOf(this.#mark, at + 1)) {
      this.messages += 1;
    }
  }
}
