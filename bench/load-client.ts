import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { once } from 'node:events';

const newline = 10;
const brace = '{'.charCodeAt(0);
export type Wire = 'tls' | 'bare';

/**
 * A member as thin as can be, so that the load measures the room and not itself: counts entries, and
 * looks at lines only if somebody listens.
 */
export class LoadClient {
  readonly #socket: Socket;
  #partial = '';
  #rid = 0;
  /** Told to who waits for an answer. */
  #lost: (error: Error) => void = () => {};
  /** Objects within lines that came while nobody listened: the entries that were delivered. */
  entries = 0;
  /** Called with each line if set. */
  onLine: ((line: string) => void) | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('error', (error) => this.#lost(error));
    socket.on('close', () => this.#lost(new Error('The room closed the connection')));
  }

  /** Connects and signs in under a name of its own; without TLS only at a port that the bench has made for it. */
  static async enter(port: number, name: string, wire: Wire = 'tls'): Promise<LoadClient> {
    const client = new LoadClient(await dialPatiently(port, wire));
    await client.ask('hello', { protocol: 1 });
    const device = name.padEnd(16, '_');
    const answer = await client.ask('sign-in', { name, device, deviceKey: 'k'.repeat(43) });
    if (!answer.startsWith('{"type":"ok"')) throw new Error(answer);
    client.onLine = undefined;
    return client;
  }

  /** The line that answers it. Only before `onLine` is used for anything else. */
  ask(type: string, fields: object): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#lost = reject;
      const rid = this.send(type, fields);
      const answers = new RegExp(`^{"type":"(ok|fail)","rid":${rid}[,}]`);
      this.onLine = (line) => {
        if (answers.test(line)) resolve(line);
      };
    });
  }

  send(type: string, fields: object): number {
    this.#rid += 1;
    this.#socket.write(`${JSON.stringify({ type, rid: this.#rid, ...fields })}\n`);
    return this.#rid;
  }

  write(lines: string): void {
    this.#socket.write(lines);
  }

  /** Takes in nothing any more, though it writes on. */
  stopReading(): void {
    this.#socket.pause();
  }

  readOn(): void {
    this.#socket.resume();
  }

  get isClosed(): boolean {
    return this.#socket.destroyed;
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    if (this.onLine) return this.#readLines(chunk);
    this.entries += occurrences(chunk, brace) - occurrences(chunk, newline);
  }

  #readLines(chunk: Buffer): void {
    const lines = (this.#partial + chunk.toString('utf8')).split('\n');
    this.#partial = lines.pop() ?? '';
    for (const line of lines) this.onLine?.(line);
  }
}

function occurrences(chunk: Buffer, byte: number): number {
  let count = 0;
  for (let at = chunk.indexOf(byte); at !== -1; at = chunk.indexOf(byte, at + 1)) count += 1;
  return count;
}

/** As the app does: a busy room may have asked for a name in plain lines before it read the handshake. */
async function dialPatiently(port: number, wire: Wire): Promise<Socket> {
  return dial(port, wire).catch(() => dial(port, wire));
}

export async function dial(port: number, wire: Wire): Promise<Socket> {
  const to = { port, host: '127.0.0.1' };
  if (wire === 'bare') {
    const bare = connect(to);
    await once(bare, 'connect');
    return bare;
  }
  const tls = {
    minVersion: 'TLSv1.3',
    ALPNProtocols: ['oda/1'],
    rejectUnauthorized: false,
  } as const;
  const secured = connectTls({ ...to, ...tls });
  // What breaks later is told to who has the socket then.
  secured.on('error', () => {});
  await once(secured, 'secureConnect');
  return secured;
}
