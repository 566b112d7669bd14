import type { Transport } from '../../../net/transport.ts';

/** An IRC client for tests: lines of text in both directions and nothing more. */
export class IrcPeer {
  readonly #transport: Transport;
  readonly #pieces: Buffer[] = [];
  readonly #watchers = new Set<() => void>();
  readonly closed: Promise<void>;
  #fences = 0;

  constructor(transport: Transport) {
    this.#transport = transport;
    this.closed = new Promise((resolve) => {
      transport.listen({
        bytes: (chunk) => {
          this.#pieces.push(Buffer.from(chunk));
          // A watcher that is content removes itself, which a Set allows while it is walked.
          for (const look of this.#watchers) look();
        },
        closed: () => resolve(),
      });
    });
  }

  /** All that came, as bytes. */
  get received(): Buffer {
    return Buffer.concat(this.#pieces);
  }

  /** Whole lines that came, without their ends. */
  get lines(): string[] {
    return this.received.toString('utf8').split('\r\n').slice(0, -1);
  }

  send(...lines: string[]): void {
    this.write(lines.map((line) => `${line}\r\n`).join(''));
  }

  write(text: string | Uint8Array): void {
    this.#transport.send(typeof text === 'string' ? Buffer.from(text) : text);
  }

  /** The first line, come already or still to come, in which this stands. */
  until(part: string | RegExp): Promise<string> {
    const fits = (line: string) =>
      typeof part === 'string' ? line.includes(part) : part.test(line);
    return new Promise((resolve) => {
      const look = (): void => {
        const found = this.lines.find(fits);
        if (found === undefined) return;
        this.#watchers.delete(look);
        resolve(found);
      };
      this.#watchers.add(look);
      look();
    });
  }

  /** Everything that these lines are answered with, up to the PONG of a PING sent after them. */
  async ask(...lines: string[]): Promise<string[]> {
    const start = this.lines.length;
    this.#fences += 1;
    const token = `fence-${this.#fences}`;
    this.send(...lines, `PING ${token}`);
    await this.until(`:${token}`);
    return this.lines.slice(start).filter((line) => !line.endsWith(`:${token}`));
  }

  pause(): void {
    this.#transport.pause();
  }

  close(): void {
    this.#transport.close();
  }

  destroy(): void {
    this.#transport.destroy();
  }
}
