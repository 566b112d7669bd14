import type { Remote, Transport, TransportListener, Urgency } from './transport.ts';

export type FirstBytesListener = {
  /** More came: all that has come so far. */
  bytes(soFar: Uint8Array): void;
  /** No more will come. */
  saidAll(): void;
  /** It ended before its first bytes were passed on. */
  closed(error?: Error): void;
};

/**
 * A transport whose first bytes are looked at before somebody takes it over. Whoever takes it hears them as if nobody
 * had looked. Until `passOn` it may be taken over again: the one who had it hears that it has ended.
 */
export class ReplayTransport {
  readonly #inner: Transport;
  /** Let go as soon as nothing more is looked at. */
  #first: FirstBytesListener | undefined;
  #kept: Uint8Array[] = [];
  #taken: TakenTransport | undefined;
  #isPassing = false;
  #hasSaidAll = false;

  constructor(inner: Transport, first: FirstBytesListener) {
    this.#inner = inner;
    this.#first = first;
    inner.listen({
      bytes: (chunk) => (this.#isPassing ? this.#taken?.hear(chunk) : this.#keep(chunk)),
      saidAll: () => this.#saidAll(),
      closed: (error) => this.#closed(error),
      drained: () => this.#taken?.drained(),
    });
  }

  /** For the next who speaks with the other end; not after the end. */
  take(): Transport {
    this.#taken?.revoke();
    this.#taken = new TakenTransport(this.#inner);
    return this.#taken;
  }

  /** Who took it hears all that was kept, and from now on what comes, as it comes. */
  passOn(): void {
    if (this.#isPassing) return;
    this.#isPassing = true;
    this.#first = undefined;
    const kept = this.#kept;
    this.#kept = [];
    for (const chunk of kept) this.#taken?.hear(chunk);
    if (this.#hasSaidAll) this.#taken?.saidAll();
  }

  /** Nobody will take it. */
  forget(): void {
    this.#kept = [];
  }

  #keep(chunk: Uint8Array): void {
    this.#kept.push(chunk);
    const [only] = this.#kept;
    this.#first?.bytes(this.#kept.length === 1 && only ? only : Buffer.concat(this.#kept));
  }

  #saidAll(): void {
    this.#hasSaidAll = true;
    if (this.#isPassing) this.#taken?.saidAll();
    else this.#first?.saidAll();
  }

  #closed(error?: Error): void {
    this.#kept = [];
    this.#first?.closed(error);
    this.#taken?.ended(error);
  }
}

/** One taking of it: an open transport until it ends or another one takes it. */
class TakenTransport implements Transport {
  readonly remote: Remote;
  readonly #inner: Transport;
  #listener: TransportListener | undefined;
  /** Came while nobody listened or reading was paused. */
  #waiting: Uint8Array[] = [];
  #isPaused = false;
  /** Told after all that waits. */
  #hasSaidAll = false;
  /** `closing`: nothing is heard any more. `revoked`: it is another's now. */
  #phase: 'open' | 'closing' | 'revoked' | 'closed' = 'open';

  constructor(inner: Transport) {
    this.#inner = inner;
    this.remote = inner.remote;
  }

  listen(listener: TransportListener): void {
    this.#listener = listener;
    if (this.#waiting.length > 0 || this.#hasSaidAll) setImmediate(() => this.#flush());
  }

  send(bytes: Uint8Array, urgency?: Urgency): void {
    if (this.#phase === 'open') this.#inner.send(bytes, urgency);
  }

  handOver(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#phase === 'open') this.#inner.handOver(bytes);
  }

  freeHeard(chunk: Uint8Array): void {
    this.#inner.freeHeard(chunk);
  }

  get queuedBytes(): number {
    return this.#phase === 'revoked' ? 0 : this.#inner.queuedBytes;
  }

  pause(): void {
    if (this.#phase !== 'open') return;
    this.#isPaused = true;
    this.#inner.pause();
  }

  resume(): void {
    if (this.#phase === 'revoked') return;
    this.#isPaused = false;
    if (this.#waiting.length > 0 || this.#hasSaidAll) setImmediate(() => this.#flush());
    this.#inner.resume();
  }

  close(): void {
    if (this.#phase !== 'open') return;
    this.#stop('closing');
    this.#inner.close();
  }

  destroy(): void {
    if (this.#phase !== 'open' && this.#phase !== 'closing') return;
    this.#stop('closing');
    this.#inner.destroy();
  }

  hear(chunk: Uint8Array): void {
    if (this.#phase !== 'open') return;
    this.#waiting.push(chunk);
    this.#flush();
  }

  saidAll(): void {
    this.#hasSaidAll = true;
    this.#flush();
  }

  drained(): void {
    if (this.#phase === 'open') this.#listener?.drained?.();
  }

  ended(error?: Error): void {
    if (this.#phase === 'closed' || this.#phase === 'revoked') return;
    // What had come before the end is heard before it, unless it is not wanted.
    this.#flush();
    this.#stop('closed');
    this.#listener?.closed(error);
  }

  revoke(): void {
    if (this.#phase === 'closed' || this.#phase === 'revoked') return;
    if (this.#isPaused) this.#inner.resume();
    this.#stop('revoked');
    this.#listener?.closed();
  }

  #flush(): void {
    while (this.#phase === 'open' && !this.#isPaused && this.#listener) {
      const chunk = this.#waiting.shift();
      if (!chunk) return this.#tellSaidAll();
      this.#listener.bytes(chunk);
    }
  }

  #tellSaidAll(): void {
    if (!this.#hasSaidAll) return;
    this.#hasSaidAll = false;
    if (this.#listener?.saidAll) this.#listener.saidAll();
    else this.close();
  }

  #stop(phase: 'closing' | 'revoked' | 'closed'): void {
    this.#phase = phase;
    this.#waiting = [];
  }
}
