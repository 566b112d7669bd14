import type { Transport, TransportListener, Urgency } from '../transport.ts';

/** A connection whose bytes are given and taken by hand; nothing is sent before `drain`. */
export class HandTransport implements Transport {
  readonly remote = { address: 'memory', port: 0 };
  readonly sent: Uint8Array[] = [];
  /** Of what was sent, what may wait for more. */
  readonly resting = new Set<Uint8Array>();
  queuedBytes = 0;
  isPaused = false;
  isClosed = false;
  #listener: TransportListener | undefined;

  listen(listener: TransportListener): void {
    this.#listener = listener;
  }
  give(bytes: string | Uint8Array): void {
    if (!this.isClosed) this.#listener?.bytes(Buffer.from(bytes));
  }
  send(bytes: Uint8Array, urgency?: Urgency): void {
    this.sent.push(bytes);
    if (urgency === 'later') this.resting.add(bytes);
    this.queuedBytes += bytes.length;
  }

  freeHeard(): void {}
  handOver(bytes: Uint8Array): void {
    this.send(bytes);
  }
  /** The other end says nothing more. */
  sayAll(): void {
    this.#listener?.saidAll?.();
  }
  /** The other end has gone. */
  break(): void {
    this.#listener?.closed();
  }
  drain(): void {
    this.queuedBytes = 0;
    this.#listener?.drained?.();
  }
  pause(): void {
    this.isPaused = true;
  }
  resume(): void {
    this.isPaused = false;
  }
  close(): void {
    this.isClosed = true;
  }
  destroy(): void {
    this.isClosed = true;
  }
  get text(): string {
    return Buffer.concat(this.sent).toString('utf8');
  }
}
