import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

/** What a peer may send beside what it says: a handshake, and new keys now and then. */
const freeBytes = 64 * 1024;
/** The same for each byte of what it says: a record of one byte has 22 around it. */
const freePerByte = 32;
const lookEveryMs = 100;

type Watched = { socket: Socket; secured: TLSSocket; flooded?: (() => void) | undefined };

const watched = new Set<Watched>();
let timer: NodeJS.Timeout | undefined;

/**
 * Ends a connection that sends records and says nothing in them. A new key (RFC 8446, 4.6.3) costs whoever reads it
 * as much as a long text, nobody above TLS hears of it, and without end it would keep this program from all else.
 */
export function boundOverhead(one: Watched): void {
  watched.add(one);
  timer ??= setInterval(look, lookEveryMs).unref();
  one.secured.once('close', () => {
    watched.delete(one);
    if (watched.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  });
}

/** One timer for all of them: a thousand members cost nothing. */
function look(): void {
  for (const { socket, secured, flooded } of watched) {
    if (socket.bytesRead <= freeBytes + freePerByte * secured.bytesRead) continue;
    secured.destroy();
    flooded?.();
  }
}
