import type { Remote, Transport, TransportListener } from './transport.ts';

type Phase = 'open' | 'closing' | 'closed';

/** Two ends joined in memory: what one sends the other one gets at the end of the turn of the loop. */
export function createMemoryPair(): [Transport, Transport] {
  const near = new MemoryTransport();
  const far = new MemoryTransport();
  near.join(far);
  far.join(near);
  return [near, far];
}

class MemoryTransport implements Transport {
  readonly remote: Remote = { address: 'memory', port: 0 };
  #other: MemoryTransport | undefined;
  #listener: TransportListener | undefined;
  #queue: Uint8Array[] = [];
  #queueBytes = 0;
  #phase: Phase = 'open';
  #isPaused = false;
  #isScheduled = false;
  #isClosedTold = false;

  join(other: MemoryTransport): void {
    this.#other = other;
  }

  listen(listener: TransportListener): void {
    this.#listener = listener;
    this.#other?.schedule();
    if (this.#phase === 'closed') setImmediate(() => this.#tellClosed());
  }

  send(bytes: Uint8Array): void {
    if (this.#phase !== 'open' || bytes.length === 0) return;
    this.#queue.push(bytes);
    this.#queueBytes += bytes.length;
    this.schedule();
  }

  handOver(bytes: Uint8Array): void {
    this.send(bytes);
  }

  freeHeard(): void {
    // It is the other end's too.
  }

  get queuedBytes(): number {
    return this.#queueBytes;
  }

  pause(): void {
    if (this.#phase === 'open') this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.#other?.schedule();
  }

  close(): void {
    if (this.#phase !== 'open') return;
    this.#phase = 'closing';
    this.schedule();
    // What the other end sends is taken from it and thrown away.
    this.resume();
  }

  destroy(): void {
    this.finish();
    this.#other?.finish();
  }

  /** Whether the other end can hand over now. */
  get isTaking(): boolean {
    return this.#listener !== undefined && !this.#isPaused;
  }

  take(bytes: Uint8Array): void {
    if (this.#phase === 'open') this.#listener?.bytes(bytes);
  }

  schedule(): void {
    if (this.#isScheduled || this.#phase === 'closed') return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.#flush();
    });
  }

  finish(): void {
    if (this.#phase === 'closed') return;
    this.#phase = 'closed';
    this.#queue = [];
    this.#queueBytes = 0;
    setImmediate(() => this.#tellClosed());
  }

  #flush(): void {
    const other = this.#other;
    const queued = this.#queue.length;
    for (let left = queued; left > 0 && other?.isTaking; left -= 1) {
      const bytes = this.#queue.shift();
      if (bytes === undefined) return;
      this.#queueBytes -= bytes.length;
      other.take(bytes);
    }
    if (this.#queue.length > 0) return;
    // Who has had it all may be resting from it by now.
    if (this.#phase === 'open' && queued > 0) this.#listener?.drained?.();
    if (this.#phase !== 'closing' || !other?.isTaking) return;
    this.finish();
    other.finish();
  }

  #tellClosed(): void {
    if (this.#isClosedTold || !this.#listener) return;
    this.#isClosedTold = true;
    this.#listener.closed();
  }
}
