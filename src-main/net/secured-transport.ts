import type { Socket } from 'node:net';
import { beginHandshake } from './tls-handshake.ts';
import type { TlsRecords } from './tls-records.ts';
import type { ServerTls } from './tls.ts';
import type { Remote, Transport, TransportListener } from './transport.ts';

export type SecuredTransportParts = {
  socket: Socket;
  remote: Remote;
  soFar: Uint8Array;
  tls: ServerTls;
  /** The transport that goes on after the handshake. */
  goOn: (socket: Socket, records?: TlsRecords) => Transport;
};

type Phase =
  | { is: 'handshake'; waiting: Uint8Array[]; isPaused: boolean; isToClose: boolean }
  | { is: 'open'; inner: Transport }
  | { is: 'closed'; error: Error | undefined };

/** A connection that goes on inside TLS, as the server: what is asked of it before that waits for the handshake. */
export class SecuredTransport implements Transport {
  readonly remote: Remote;
  #phase: Phase = { is: 'handshake', waiting: [], isPaused: false, isToClose: false };
  #listener: TransportListener | undefined;
  /** Gone with the handshake. */
  #destroy: (() => void) | undefined;

  constructor({ remote, goOn, ...parts }: SecuredTransportParts) {
    this.remote = remote;
    this.#destroy = () => parts.socket.destroy();
    beginHandshake({
      ...parts,
      done: (socket, records) => this.#open(goOn(socket, records)),
      failed: (error) => this.#fail(error),
    });
  }

  listen(listener: TransportListener): void {
    const phase = this.#phase;
    this.#listener = listener;
    if (phase.is === 'open') phase.inner.listen(listener);
    if (phase.is === 'closed') setImmediate(() => listener.closed(phase.error));
  }

  send(bytes: Uint8Array, to?: 'one' | 'many'): void {
    const phase = this.#phase;
    if (phase.is === 'open') phase.inner.send(bytes, to);
    else if (phase.is === 'handshake' && !phase.isToClose && bytes.length > 0)
      phase.waiting.push(bytes);
  }

  handOver(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#phase.is === 'open') this.#phase.inner.handOver(bytes);
    else this.send(bytes);
  }

  freeHeard(chunk: Uint8Array): void {
    if (this.#phase.is === 'open') this.#phase.inner.freeHeard(chunk);
  }

  get queuedBytes(): number {
    const phase = this.#phase;
    if (phase.is === 'open') return phase.inner.queuedBytes;
    return phase.is === 'handshake'
      ? phase.waiting.reduce((sum, { length }) => sum + length, 0)
      : 0;
  }

  pause(): void {
    if (this.#phase.is === 'open') this.#phase.inner.pause();
    else if (this.#phase.is === 'handshake') this.#phase.isPaused = true;
  }

  resume(): void {
    if (this.#phase.is === 'open') this.#phase.inner.resume();
    else if (this.#phase.is === 'handshake') this.#phase.isPaused = false;
  }

  close(): void {
    if (this.#phase.is === 'open') this.#phase.inner.close();
    else if (this.#phase.is === 'handshake') this.#phase.isToClose = true;
  }

  destroy(): void {
    if (this.#phase.is === 'open') this.#phase.inner.destroy();
    else this.#destroy?.();
  }

  #open(inner: Transport): void {
    const phase = this.#phase;
    if (phase.is !== 'handshake') return inner.destroy();
    this.#destroy = undefined;
    this.#phase = { is: 'open', inner };
    if (this.#listener) inner.listen(this.#listener);
    for (const bytes of phase.waiting) inner.send(bytes);
    if (phase.isToClose) inner.close();
    else if (!phase.isPaused) inner.resume();
  }

  #fail(error: Error | undefined): void {
    this.#destroy = undefined;
    this.#phase = { is: 'closed', error };
    this.#listener?.closed(error);
  }
}
