import type { ArrivedTransport, Transport, TransportListener } from '../transport.ts';

/** What a handshake begins with, in place of all of it. */
export const handshake = '\x16';

/** An end in memory as if it had come over a network: TLS is one byte, and what follows goes through as it is. */
export function asArrived(inner: Transport): ArrivedTransport {
  return Object.assign(inner, { secured: (soFar: Uint8Array) => withoutHandshake(inner, soFar) });
}

function withoutHandshake(inner: Transport, soFar: Uint8Array): Transport {
  return {
    remote: inner.remote,
    get queuedBytes() {
      return inner.queuedBytes;
    },
    listen(listener: TransportListener) {
      inner.listen(listener);
      if (soFar.length > 1) queueMicrotask(() => listener.bytes(soFar.subarray(1)));
    },
    send: (bytes) => inner.send(bytes),
    handOver: (bytes) => inner.handOver(bytes),
    freeHeard: (chunk) => inner.freeHeard(chunk),
    pause: () => inner.pause(),
    resume: () => inner.resume(),
    close: () => inner.close(),
    destroy: () => inner.destroy(),
  };
}
