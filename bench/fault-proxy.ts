import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { Random } from '../src-shared/outside/random.ts';

/** What becomes of bytes on their way, of all connections or of some. */
export type Weather =
  | { is: 'clear' }
  /** Nothing gets through, and nothing is lost. */
  | { is: 'still' }
  | { is: 'slow'; bytesPerSecond: number }
  /** Each connection by another time, so that they overtake each other. */
  | { is: 'late'; mostMs: number };

const clear: Weather = { is: 'clear' };
const turnMs = 50;

/** A network between members and their room that does what networks do. */
export class FaultProxy {
  readonly port: number;
  /** Where it leads. */
  to = 0;
  /** What has come here so far: from those who connect, and from where it leads. */
  readonly cameBytes = { near: 0, far: 0 };
  readonly #server: Server;
  readonly #lines = new Set<Line>();
  readonly #random: Random;

  private constructor(server: Server, random: Random) {
    this.#server = server;
    this.#random = random;
    this.port = (server.address() as AddressInfo).port;
    server.on('connection', (near) => {
      const line = new Line(near, connect(this.to, '127.0.0.1'), this.#random.fraction());
      line.came = (from, bytes) => (this.cameBytes[from] += bytes);
      this.#lines.add(line);
      line.ended = () => this.#lines.delete(line);
    });
  }

  static async start(random: Random): Promise<FaultProxy> {
    const server = createServer({ pauseOnConnect: true }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new FaultProxy(server, random);
  }

  /** `share`: of the connections there are, and of no later one. */
  change(weather: Weather, share = 1): void {
    for (const line of this.#some(share)) line.weather = weather;
  }

  /** Whatever was to be cut and was not yet is cut now: nobody loses a connection in the calm. */
  clear(): void {
    for (const line of this.#lines) {
      if (line.isToBeCut) line.cutNow();
      else if (!line.isDeaf) line.weather = clear;
    }
  }

  /** After so many more bytes, in the middle of whatever they are. */
  cut(share: number, { afterBytes = 0, byReset = false } = {}): void {
    for (const line of this.#some(share)) line.cutAfter(afterBytes, byReset);
  }

  /** For good, though both ends think that they are connected. */
  deafen(share: number): void {
    for (const line of this.#some(share)) {
      line.weather = { is: 'still' };
      line.isDeaf = true;
    }
  }

  stop(): void {
    this.#server.close();
    for (const line of this.#lines) line.cutAfter(0, false);
  }

  #some(share: number): Line[] {
    return [...this.#lines].filter(() => this.#random.fraction() < share);
  }
}

/** One connection through it. */
class Line {
  weather: Weather = clear;
  isDeaf = false;
  ended: () => void = () => undefined;
  came: (from: 'near' | 'far', bytes: number) => void = () => undefined;
  readonly #ends: readonly [Socket, Socket];
  /** Where it is late, by this share of the most. */
  readonly #lateness: number;
  #cut: { leftBytes: number; byReset: boolean } | undefined;
  readonly #over = new AbortController();

  constructor(near: Socket, far: Socket, lateness: number) {
    this.#ends = [near, far];
    this.#lateness = lateness;
    for (const from of this.#ends) {
      from.setNoDelay(true);
      from.on('error', () => undefined);
      from.on('close', () => this.#end(false));
    }
    void this.#carry(near, far, (bytes) => this.came('near', bytes));
    void this.#carry(far, near, (bytes) => this.came('far', bytes));
  }

  cutAfter(leftBytes: number, byReset: boolean): void {
    this.#cut = { leftBytes, byReset };
    if (leftBytes <= 0) this.#end(byReset);
  }

  get isToBeCut(): boolean {
    return this.#cut !== undefined;
  }

  cutNow(): void {
    this.#end(this.#cut?.byReset === true);
  }

  async #carry(from: Socket, to: Socket, came: (bytes: number) => void): Promise<void> {
    try {
      for await (const chunk of from as AsyncIterable<Buffer>) {
        came(chunk.length);
        await this.#pass(chunk, to);
      }
    } catch {
      // Whoever has cut it knows.
    }
    this.#end(false);
  }

  async #pass(chunk: Buffer, to: Socket): Promise<void> {
    let rest = chunk;
    while (rest.length > 0 && !this.#over.signal.aborted) {
      const { weather } = this;
      if (weather.is === 'still') {
        await pause(turnMs);
        continue;
      }
      if (weather.is === 'late') await pause(this.#lateness * weather.mostMs);
      const most =
        weather.is === 'slow' ? Math.ceil((weather.bytesPerSecond * turnMs) / 1000) : rest.length;
      const part = rest.subarray(0, this.#allowed(Math.min(most, rest.length)));
      rest = rest.subarray(part.length);
      if (part.length > 0 && !to.write(part))
        await once(to, 'drain', { signal: this.#over.signal });
      if (this.#cut && this.#cut.leftBytes <= 0) return this.#end(this.#cut.byReset);
      if (weather.is === 'slow') await pause(turnMs);
    }
  }

  #allowed(bytes: number): number {
    if (!this.#cut) return bytes;
    const allowed = Math.min(bytes, this.#cut.leftBytes);
    this.#cut.leftBytes -= allowed;
    return allowed;
  }

  #end(byReset: boolean): void {
    if (this.#over.signal.aborted) return;
    this.#over.abort();
    for (const socket of this.#ends) {
      if (byReset) socket.resetAndDestroy();
      else socket.destroy();
    }
    this.ended();
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
