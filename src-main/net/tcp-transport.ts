import { SeldomSet } from '../../src-shared/seldom.ts';
import type { Socket } from 'node:net';
import { plainAddress } from './own-addresses.ts';
import { acceptTls } from './tls.ts';
import type { ServerTls } from './tls.ts';
import type {
  ArrivedTransport,
  Remote,
  Transport,
  TransportListener,
  Urgency,
} from './transport.ts';

/** Up to here what was sent in one turn is copied into one piece, however large its parts are. */
const joinBytes = 64 * 1024;
/** Above `joinBytes`, parts of this size and more go to the system one by one, without a copy. */
const largePartBytes = 4 * 1024;
/** How long an end that was closed waits for the other end to close too. */
const defaultClosingMs = 5000;

/** `secured`: another transport goes on with the socket. */
type Phase = 'open' | 'closing' | 'closed' | 'secured';

export type TcpTransportParts = {
  socket: Socket;
  gatherer: WriteGatherer;
  closingMs?: number | undefined;
};

/** A TCP connection that is already open, or one inside TLS. */
export class TcpTransport implements ArrivedTransport {
  readonly remote: Remote;
  readonly #socket: Socket;
  readonly #gatherer: WriteGatherer;
  readonly #closingMs: number;
  #listener: TransportListener | undefined;
  #queue: Uint8Array[] = [];
  #queueBytes = 0;
  /** As what it is scheduled, if it is. */
  #due: Urgency | undefined;
  /** Those of the queue whose memory is freed when they are written. */
  readonly #owned = new SeldomSet<Uint8Array<ArrayBuffer>>();
  #phase: Phase = 'open';
  #error: Error | undefined;
  #closingTimer: NodeJS.Timeout | undefined;

  constructor({ socket, gatherer, closingMs = defaultClosingMs }: TcpTransportParts) {
    this.#socket = socket;
    this.#gatherer = gatherer;
    this.#closingMs = closingMs;
    this.remote = {
      address: plainAddress(socket.remoteAddress ?? ''),
      port: socket.remotePort ?? 0,
    };
    socket.setNoDelay(true);
    socket.on('error', (error) => (this.#error ??= error));
    socket.on('end', () => this.#saidAll());
    socket.on('close', () => this.#closed());
  }

  listen(listener: TransportListener): void {
    this.#listener = listener;
    if (this.#phase === 'closed') {
      setImmediate(() => listener.closed(this.#error));
      return;
    }
    this.#socket.on('data', this.#heard);
  }

  secured(soFar: Uint8Array, tls: ServerTls): Transport {
    this.#socket.off('data', this.#heard);
    this.#phase = 'secured';
    this.#drop();
    const socket = acceptTls(this.#socket, soFar, tls);
    return new TcpTransport({ socket, gatherer: this.#gatherer, closingMs: this.#closingMs });
  }

  send(bytes: Uint8Array, urgency: Urgency = 'now'): void {
    if (this.#phase !== 'open' || bytes.length === 0) return;
    if (this.#due === undefined || (urgency === 'now' && this.#due === 'later')) {
      this.#due = urgency;
      this.#gatherer.schedule(this, urgency);
    }
    this.#queue.push(bytes);
    this.#queueBytes += bytes.length;
  }

  handOver(bytes: Uint8Array<ArrayBuffer>): void {
    this.send(bytes);
    if (bytes.length >= largePartBytes && this.#queue.at(-1) === bytes) this.#owned.add(bytes);
  }

  freeHeard({ buffer, byteLength }: Uint8Array): void {
    // What has other bytes beside it in memory is not this chunk's alone.
    if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
  }

  get queuedBytes(): number {
    return this.#queueBytes + this.#socket.writableLength;
  }

  /** For the gatherer, at the end of the turn. */
  flush(): void {
    const parts = this.#queue;
    this.#due = undefined;
    if (parts.length === 0) return;
    const bytes = this.#queueBytes;
    this.#queue = [];
    this.#queueBytes = 0;
    const isJoined = bytes <= joinBytes || bytes < parts.length * largePartBytes;
    if (isJoined && this.#owned.size === 0) {
      this.#socket.write(this.#gatherer.join(parts), this.#written);
      return;
    }
    const owned = [...this.#owned];
    this.#owned.clear();
    // Not corked: inside TLS Node would copy all of them into one.
    for (const part of parts.slice(0, -1)) this.#socket.write(part);
    // One write for all of them: when the last is written they all are.
    this.#socket.write(parts.at(-1) ?? '', (error) => {
      if (!error) for (const { buffer } of owned) buffer.transfer(0);
      this.#written(error);
    });
  }

  pause(): void {
    if (this.#phase === 'open') this.#socket.pause();
  }

  resume(): void {
    if (this.#phase !== 'secured') this.#socket.resume();
  }

  close(): void {
    if (this.#phase === 'open') this.#end();
  }

  destroy(): void {
    if (this.#phase === 'closed' || this.#phase === 'secured') return;
    this.#phase = 'closing';
    this.#drop();
    this.#socket.destroy();
  }

  readonly #heard = (chunk: Buffer): void => {
    if (this.#phase === 'open') this.#listener?.bytes(chunk);
  };

  #saidAll(): void {
    if (this.#phase === 'open' && this.#listener?.saidAll) this.#listener.saidAll();
    else this.#end();
  }

  /** Says the rest and that it was the last. */
  #end(): void {
    if (this.#phase !== 'open') return;
    this.#phase = 'closing';
    this.#closingTimer = setTimeout(() => this.#socket.destroy(), this.#closingMs);
    const rest = this.#queue;
    this.#drop();
    // By `end`, because Node no longer takes a `write` after the other end has said its last.
    if (rest.length > 0) this.#socket.end(Buffer.concat(rest));
    else this.#socket.end();
    // What still comes in is read and thrown away: unread, it would make the system break the
    // connection before the other end has our last bytes.
    this.#socket.resume();
  }

  readonly #written = (error?: Error | null): void => {
    if (!error && this.#phase === 'open' && this.queuedBytes === 0) this.#listener?.drained?.();
  };

  #drop(): void {
    this.#queue = [];
    this.#queueBytes = 0;
    this.#owned.clear();
  }

  #closed(): void {
    clearTimeout(this.#closingTimer);
    if (this.#phase === 'secured') return;
    this.#phase = 'closed';
    this.#drop();
    this.#listener?.closed(this.#error);
  }
}

/** What waits for the end of the turn to be written. */
export type Flushable = { flush(): void };

/** How long what may go later rests after the last such. */
const rest = { timesTheFlush: 4, longestMs: 100 };

/**
 * Flushes many transports together, once at the end of each turn of the loop in which something was
 * sent. One write per socket and turn is what makes fan-out fast: the system call costs more than
 * all the rest.
 * So what may go later rests after each flush of such: what comes meanwhile goes out in the same writes.
 */
export class WriteGatherer {
  readonly #now: () => number;
  #due: Flushable[] = [];
  readonly #resting: Flushable[] = [];
  #restsUntil = 0;
  /** The newest list that was joined: in fan-out the next reader's list is the same. */
  #parts: readonly Uint8Array[] = [];
  #joined: Uint8Array | undefined;

  /** `now`: monotonic milliseconds. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Once until it is flushed, and again if it is more urgent now. */
  schedule(transport: Flushable, urgency: Urgency = 'now'): void {
    if (urgency === 'later') return this.#rest(transport);
    if (this.#due.length === 0) setImmediate(() => this.#flush());
    this.#due.push(transport);
  }

  #rest(transport: Flushable): void {
    this.#resting.push(transport);
    if (this.#resting.length > 1) return;
    const restMs = this.#restsUntil - this.#now();
    if (restMs < 1) setImmediate(() => this.#flushRested());
    else setTimeout(() => this.#flushRested(), restMs);
  }

  /** The parts as one piece, which is shared: nobody may change it. */
  join(parts: readonly Uint8Array[]): Uint8Array {
    const [first] = parts;
    if (first !== undefined && parts.length === 1) return first;
    if (this.#joined && isSameList(parts, this.#parts)) return this.#joined;
    this.#parts = parts;
    this.#joined = Buffer.concat(parts);
    return this.#joined;
  }

  #flush(): void {
    const due = this.#due;
    this.#due = [];
    this.#flushAll(due);
  }

  #flushRested(): void {
    const beganAt = this.#now();
    this.#flushAll(this.#resting.splice(0));
    const endedAt = this.#now();
    this.#restsUntil = endedAt + Math.min(rest.timesTheFlush * (endedAt - beganAt), rest.longestMs);
  }

  #flushAll(due: readonly Flushable[]): void {
    for (const transport of due) transport.flush();
    this.#parts = [];
    this.#joined = undefined;
  }
}

function isSameList(one: readonly Uint8Array[], other: readonly Uint8Array[]): boolean {
  return one.length === other.length && one.every((part, place) => part === other[place]);
}
