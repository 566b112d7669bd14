import { RefusalError } from '../../src-shared/protocol/outcome.ts';
import type { ServerTls } from './tls.ts';

/** Where the other end is; an in-memory transport says `address: 'memory'`, `port: 0`. */
export type Remote = { address: string; port: number };

export type TransportListener = {
  bytes(chunk: Uint8Array): void;
  /**
   * The other end says nothing more and may still read (`printf … | nc -N`): all that it said was heard. Who has this
   * closes when there is nothing more to say; for others the transport closes by itself.
   */
  saidAll?(): void;
  /** Called once, whoever ended it; `error` if it broke. Nothing comes after it. */
  closed(error?: Error): void;
  /** Everything that was queued has been handed to the system. */
  drained?(): void;
};

/**
 * What is said goes `now`. Who came or went goes to many connections `later`: it rests after the last such, for several
 * times as long as that took, where nothing else goes to the same end meanwhile; fewer writes carry it then.
 */
export type Urgency = 'now' | 'later';

/** One open two-way stream of bytes, whatever carries it. */
export interface Transport {
  readonly remote: Remote;
  /** Once, before the first turn of the loop after it was opened. */
  listen(listener: TransportListener): void;
  /** Queues bytes, which must not be changed afterwards; all of one turn of the loop go in one write. */
  send(bytes: Uint8Array, urgency?: Urgency): void;
  /**
   * The same with bytes that have their memory to themselves and that nobody looks at any more: it may be freed as
   * soon as the system has them: the garbage of many large parts would hold everybody up.
   */
  handOver(bytes: Uint8Array<ArrayBuffer>): void;
  /** A chunk that was heard is looked at no more, nor any part of it: its memory may be freed. For what is much. */
  freeHeard(chunk: Uint8Array): void;
  /** Bytes queued here or in the system's socket object and not yet taken by the system. */
  readonly queuedBytes: number;
  /** Stops and starts reading (back pressure). */
  pause(): void;
  resume(): void;
  /** Sends what is queued, then ends. */
  close(): void;
  /** Ends at once, throwing away what is queued. */
  destroy(): void;
}

/** A connection as it arrived: whoever has looked at its first bytes can go on inside TLS. */
export interface ArrivedTransport extends Transport {
  /** `soFar`: what was heard of the handshake. The arrived one is heard and says nothing more. */
  secured(soFar: Uint8Array, tls: ServerTls): Transport;
}

/** Nobody could be reached; the refusal says why in a code. */
export class DialError extends RefusalError {}
